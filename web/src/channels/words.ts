import type { Schemas } from '../base/api/client';
import { isChinese } from '../base/i18n/i18n';
import type { EVENTS } from './kinds';
import { t } from './texts';

type Named<E extends string> = E extends `${infer A}.${infer B}` ? `${A}_${B}` : never;
export const eventWord = (event: (typeof EVENTS)[number]) => t(`event_${event.replace('.', '_') as Named<(typeof EVENTS)[number]>}`);
export const eventWords = (events: readonly Schemas['ChannelEvent'][]) => new Intl.ListFormat(isChinese.value ? 'zh-CN' : 'en', { type: 'conjunction' }).format(events.map(eventWord));
export function requestWord(request: Schemas['DeliveryRequest']): string {
  if (request.service_request_id === null || request.status === null) return t('request_waits');
  return t(request.status === 'closed' ? 'request_closed' : 'request_open', { id: request.service_request_id });
}
