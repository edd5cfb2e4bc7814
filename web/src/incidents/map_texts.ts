import { phrases } from '../base/i18n/i18n';

export const t = phrases({
  mark: { en: '{type}, {unit}: {state}, {time}', zh: '{type}，{unit}：{state}，{time}' },
  urge_none: { en: 'no deadline', zh: '无期限' },
  urge_still: { en: 'the clock stands still', zh: '已暂停计时' },
  urge_fine: { en: 'in time', zh: '期限内' },
  urge_warning: { en: '80 % of the time used', zh: '已用时限 80% 以上' },
  urge_overdue: { en: 'overdue', zh: '超期' },
  summary: { en: 'Map: {count} incidents with a place', zh: '地图：{count} 起有坐标的事件' },
  summary_one: { en: 'Map: where it is', zh: '地图：事件位置' },
  legend: { en: 'What the marks mean', zh: '标记的含义' },
  legend_stages: { en: 'The digit is the stage: {stages}', zh: '数字为阶段：{stages}' },
  legend_stage: { en: '{digit} {stage}', zh: '{digit} {stage}' },
  legend_group: { en: 'A larger mark holds several, in the colour and shape of the most urgent; its number says how many.', zh: '较大的标记表示多起，颜色和形状取最紧急者，数字为起数。' },
  in_view: { en: 'On this part of the map: {count}', zh: '当前地图范围内：{count} 起' },
  several: { en: 'At this place: {count}', zh: '此处：{count} 起' },
  all_again: { en: 'All of this part', zh: '显示全部' },
  nothing: { en: 'Nothing on this part of the map.', zh: '当前地图范围内没有事件。' },
  unplaced: { en: '{count} without a position are in the list only.', zh: '另有 {count} 起无坐标，仅在列表中显示。' },
  to_list: { en: 'To the list', zh: '查看列表' },
  too_many: { en: 'There are more. Shown are the {count} with the nearest deadlines; narrow the filter to see the others.', zh: '数量过多，仅显示期限最近的 {count} 起，请缩小筛选范围。' },
  listed: { en: 'The first {count} are listed; go nearer to see the others.', zh: '仅列出前 {count} 起，放大地图可查看其余。' },
});
