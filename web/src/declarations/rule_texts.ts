import { phrases } from '../base/i18n/i18n';

export const t = phrases({
  observed_for: { en: '{kind}, {days} days', zh: '{kind} {days} 天' },
  registered_only: { en: 'Registered, and that is all', zh: '登记即可' },
});
