import { phrases } from '../base/i18n/i18n';

export const t = phrases({
  gone: { en: 'It is no longer kept.', zh: '已不再保存。' },
  picture: { en: 'Picture {number}', zh: '图片 {number}' },
  leave_out: { en: 'Leave out', zh: '移除' },
  leave_out_which: { en: 'Leave out picture {number}', zh: '移除图片 {number}' },
});
