import { phrases } from '../base/i18n/i18n';

export const t = phrases({
  nearer: { en: 'Nearer', zh: '放大' },
  farther: { en: 'Farther', zh: '缩小' },
  no_tiles: { en: 'Parts of the map do not come from {from}. The marks are where they belong.', zh: '部分地图无法从 {from} 加载，标记位置仍然准确。' },
  group: { en: '{count} here: {what}', zh: '{count} 起：{what}' },
  pick: { en: 'Map: where it is', zh: '地图：事件位置' },
  pick_hint: { en: 'Click on the map or drag the mark. By keyboard: arrow keys move the map, + and - change how near it is, Enter sets the mark in the middle.', zh: '点击地图或拖动标记。键盘：方向键移动地图，+ 与 - 缩放，回车将标记放到中心。' },
  picked: { en: 'Here', zh: '此处' },
});
