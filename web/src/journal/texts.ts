import { phrases } from '../base/i18n/i18n';

export const t = phrases({
  title: { en: 'Journal', zh: '日志' },
  intro: {
    en: 'Everything that happened, sealed in a chain: a changed or missing row shows.',
    zh: '所有发生过的事件，以哈希链封存，任何改动或缺失都会显现。',
  },
  time: { en: 'Time', zh: '时间' },
  type: { en: 'What', zh: '事件' },
  actor: { en: 'Who', zh: '操作者' },
  subject: { en: 'About', zh: '对象' },
  purpose: { en: 'Purpose', zh: '目的' },
  payload: { en: 'Details', zh: '详情' },
  show_payload: { en: 'Show', zh: '查看' },
  only_type: { en: 'Only this kind (exact name)', zh: '仅此类事件（完整名称）' },
  only_subject: { en: 'Only this subject (number)', zh: '仅此对象（编号）' },
  none: { en: 'No row fits.', zh: '没有符合条件的日志。' },
  more: { en: 'Older rows', zh: '更早的日志' },
});
