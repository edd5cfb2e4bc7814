import { phrases } from '../base/i18n/i18n';

export const t = phrases({
  title: { en: 'Temperatures', zh: '体温' },
  gate: { en: 'Gate', zh: '闸机' },
  day: { en: 'Day', zh: '日期' },
  before: { en: 'Day before', zh: '前一天' },
  after: { en: 'Day after', zh: '后一天' },
  no_gates: { en: 'This site has no gate yet.', zh: '本站点还没有闸机。' },
  histogram: { en: "The day's screening temperatures", zh: '当日筛查体温分布' },
  histogram_hint: { en: 'People in each 0.1 °C, {day}. Measured: {count}.', zh: '{day} 每 0.1 °C 的人数，共测量 {count} 人。' },
  histogram_summary: {
    en: 'Histogram of {count} temperatures; the median is {median} °C, the threshold {threshold} °C, at or above it: {fever}.',
    zh: '{count} 个体温的直方图；中位数 {median} °C，阈值 {threshold} °C，达到或超过阈值 {fever} 人。',
  },
  bar: { en: '{from} to {to} °C: {count}', zh: '{from} 至 {to} °C：{count} 人' },
  threshold: { en: 'Threshold {value} °C', zh: '阈值 {value} °C' },
  people: { en: 'People', zh: '人数' },
  none: { en: 'Nobody was measured at this gate on this day.', zh: '当日此闸机没有测量记录。' },
  median: { en: 'Median', zh: '中位数' },
  at_or_above: { en: 'At or above the threshold', zh: '达到或超过阈值' },
  measured: { en: 'Measured', zh: '测量人数' },
  drift: { en: 'Drift watch: medians of 28 days', zh: '漂移监测：28 天中位数' },
  drift_hint: {
    en: "A crowd's median hardly changes from day to day. When it leaves the band, the sensor, the black body or the room has probably changed. This is an alarm for people to look; measurements are never corrected by it.",
    zh: '人群体温的中位数日间变化很小。若超出范围，通常是传感器、黑体或环境发生了变化。这只是提醒人员检查的警报，绝不会据此修正测量值。',
  },
  drift_band: { en: 'usual range', zh: '通常范围' },
  drift_day: { en: '{day}: median {median} °C of {count} people', zh: '{day}：中位数 {median} °C，{count} 人' },
  drift_summary: {
    en: 'Daily medians of {days} days, between {low} and {high} °C.',
    zh: '{days} 天的每日中位数，介于 {low} 至 {high} °C。',
  },
  drift_alarm: {
    en: 'The median of this day has left the usual range. Check black body, sensor and room before trusting temperatures.',
    zh: '当日中位数已超出通常范围。请先检查黑体、传感器和环境，再相信体温读数。',
  },
  drift_fine: { en: 'The median of this day is within the usual range.', zh: '当日中位数在通常范围内。' },
  too_few: { en: 'Too few days to know the usual range yet.', zh: '天数太少，尚不能确定通常范围。' },
  list: { en: 'The same as a table', zh: '以表格显示' },
});
