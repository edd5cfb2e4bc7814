import { phrases } from '../base/i18n/i18n';

export const t = phrases({
  title: { en: 'Temperatures', zh: '体温' },
  gate: { en: 'Gate', zh: '闸机' },
  day: { en: 'Day', zh: '日期' },
  before: { en: 'Day before', zh: '前一天' },
  after: { en: 'Day after', zh: '后一天' },
  no_gates: { en: 'This site has no gate yet.', zh: '本场所还没有闸机。' },
  histogram: { en: "The day's screening temperatures", zh: '当日筛查体温分布' },
  histogram_hint: {
    en: '{gate}, {day}. Passages in each 0.1 °C; somebody who was measured again counts once. Measured: {count}.',
    zh: '{gate}，{day}。每 0.1 °C 的人次，复测只计一次，共测量 {count} 人次。',
  },
  histogram_summary: {
    en: 'Histogram of {count} temperatures; the median is {median} °C, the threshold {threshold} °C, at or above it: {fever}.',
    zh: '{count} 个体温的直方图；中位数 {median} °C，阈值 {threshold} °C，达到或超过阈值 {fever} 人次。',
  },
  bar: { en: '{from} to {to} °C: {count}', zh: '{from} 至 {to} °C：{count} 人次' },
  threshold: { en: 'Threshold {value} °C', zh: '阈值 {value} °C' },
  passages: { en: 'Passages', zh: '人次' },
  none: { en: 'Nobody was measured at this gate on this day.', zh: '当日此闸机没有测量记录。' },
  median: { en: 'Median', zh: '中位数' },
  at_or_above: { en: 'At or above the threshold', zh: '达到或超过阈值' },
  drift: { en: 'Drift watch: medians of 24 hours each', zh: '漂移监测：每 24 小时的中位数' },
  drift_until: { en: 'Judged: the 24 hours until {time}, against the 28 days before.', zh: '判断对象：截至 {time} 的 24 小时，与此前 28 天相比。' },
  drift_hint: {
    en: "A crowd's median hardly changes from day to day. When it leaves the band, the sensor, the black body or the room has probably changed. This is an alarm for people to look; measurements are never corrected by it. Hollow points had fewer than {people} passages and count for nothing.",
    zh: '人群体温的中位数日间变化很小。若超出范围，通常是传感器、黑体或环境发生了变化。这只是提醒人员检查的告警，绝不会据此修正测量值。空心点不足 {people} 人次，不参与判断。',
  },
  drift_band: { en: 'usual range', zh: '通常范围' },
  drift_day: { en: '24 hours until {time}: median {median} °C, passages: {count}', zh: '截至 {time} 的 24 小时：中位数 {median} °C，{count} 人次' },
  drift_summary: {
    en: 'Daily medians of {days} days, between {low} and {high} °C.',
    zh: '{days} 天的每日中位数，介于 {low} 至 {high} °C。',
  },
  verdict_drifted: {
    en: 'The median has moved by {moved} °C and left the usual range. Check black body, sensor and room before trusting temperatures.',
    zh: '中位数偏移 {moved} °C，已超出通常范围。请先检查黑体、传感器和环境，再相信体温读数。',
  },
  verdict_usual: { en: 'The median is within the usual range: {moved} °C against the days before.', zh: '中位数在通常范围内：与此前相比 {moved} °C。' },
  verdict_too_few_people: { en: 'Fewer than {people} passages were measured in these 24 hours: too few to say.', zh: '这 24 小时内测量不足 {people} 人次，样本太少，无法判断。' },
  verdict_too_few_days: {
    en: 'Fewer than {days} of the days before had {people} passages or more: too few to know what is usual.',
    zh: '此前满 {people} 人次的日子不足 {days} 天，尚不能确定通常范围。',
  },
});
