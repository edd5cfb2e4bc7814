import { phrases } from '../i18n/i18n';

export const t = phrases({
  copy: { en: 'Copy', zh: '复制' },
  copied: { en: 'Copied.', zh: '已复制。' },
  copy_failed: { en: 'The browser does not allow copying here. Select the text instead.', zh: '浏览器不允许复制，请手动选择文本。' },
  kept: { en: 'I have copied it', zh: '我已复制' },
  cancel: { en: 'Cancel', zh: '取消' },
  keys: { en: 'Keys of this page', zh: '本页快捷键' },
  this_sheet: { en: 'This sheet', zh: '显示本说明' },
  closes: { en: 'Closes what is open', zh: '关闭弹窗' },
  meanwhile: { en: 'Somebody else changed it meanwhile. What you typed is kept; everything else is as it is now.', zh: '他人已修改。您填写的内容已保留，其余已更新为最新。' },
  meanwhile_apart: { en: 'Now it says (saving puts your words in its place):', zh: '当前内容如下，再次保存将以您填写的为准：' },
  empty: { en: 'nothing', zh: '空' },
});
