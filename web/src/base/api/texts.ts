import { phrases } from '../i18n/i18n';

export const t = phrases({
  unreachable: {
    en: 'The server cannot be reached. Check the network and try again.',
    zh: '无法连接服务器，请检查网络后重试。',
  },
  strange_answer: {
    en: 'The server answered with an unexpected status ({status}). Try again; if it stays, tell the administrator.',
    zh: '服务器返回了意外的状态（{status}）。请重试；若仍如此，请告知管理员。',
  },
});
