import { phrases } from '../i18n/i18n';

export const t = phrases({
  keys: { en: 'Keys of this page', zh: '本页快捷键' },
  this_sheet: { en: 'This sheet', zh: '显示本说明' },
  closes: { en: 'Closes what is open', zh: '关闭弹窗' },
});
