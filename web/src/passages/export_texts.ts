import { phrases } from '../base/i18n/i18n';

export const t = phrases({
  time: { en: 'Time ({zone})', zh: '时间（{zone}）' },
  gate: { en: 'Gate', zh: '闸机' },
  person: { en: 'Person', zh: '人员' },
  group: { en: 'Group', zh: '分组' },
  temperature: { en: 'Screening temperature °C (not a diagnosis)', zh: '筛查体温 °C（非诊断）' },
  sd: { en: 'Uncertainty °C (1 SD)', zh: '不确定度 °C（1 个标准差）' },
  simulated: { en: 'Simulated', zh: '模拟' },
  mask: { en: 'Mask', zh: '口罩' },
  outcome: { en: 'Decision', zh: '结果' },
  reasons: { en: 'Reasons', zh: '原因' },
  opened: { en: 'Barrier opened', zh: '闸机已开启' },
  id: { en: 'Number', zh: '编号' },
  yes: { en: 'yes', zh: '是' },
  no: { en: 'no', zh: '否' },
});
