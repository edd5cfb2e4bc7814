import { phrases } from '../base/i18n/i18n';

export const t = phrases({
  nearer: { en: 'Nearer', zh: '放大' },
  farther: { en: 'Farther', zh: '缩小' },
  no_tiles: { en: 'Parts of the map do not come from {from}. The marks are where they belong.', zh: '部分地图无法从 {from} 加载，标记位置仍然准确。' },
  group: { en: '{count} here: {what}', zh: '此处 {count} 项：{what}' },
  several: { en: 'At this place: {count}', zh: '此处：{count} 项' },
  unplaced: { en: '{count} without a position are not on the map.', zh: '另有 {count} 项无坐标，未在地图上显示。' },
  position: { en: 'Position', zh: '坐标' },
  position_example: { en: 'Latitude, longitude: 29.306512, 120.075058', zh: '纬度, 经度：29.306512, 120.075058' },
  no_position: { en: 'The position is not latitude, longitude.', zh: '坐标格式应为“纬度, 经度”。' },
  open_there: { en: 'Show on a map', zh: '在地图上查看' },
  pick: { en: 'Map: where it is', zh: '地图：所在位置' },
  pick_hint: { en: 'Click on the map or drag the mark. By keyboard: arrow keys move the map, + and - change how near it is, Enter sets the mark in the middle.', zh: '点击地图或拖动标记。键盘：方向键移动地图，+ 与 - 缩放，回车将标记放到中心。' },
  picked: { en: 'Here', zh: '此处' },
});
