// What each kind of channel is given. A new kind is a row here, and its words.
import type { Schemas } from '../base/api/client';

export type Channel = Schemas['Channel'];
export type Kind = Schemas['ChannelKind'];
export type Delivery = Schemas['Delivery'];

interface Needs {
  target: 'addresses' | 'url'; // e-mail addresses, or the one address of a robot or another system
  secret?: { word: 'secret_dingtalk' | 'secret_webhook'; must: boolean }; // what messages are signed with
}
export const KINDS: Record<Kind, Needs> = {
  email: { target: 'addresses' },
  wecom: { target: 'url' },
  dingtalk: { target: 'url', secret: { word: 'secret_dingtalk', must: false } },
  webhook: { target: 'url', secret: { word: 'secret_webhook', must: true } },
};
export const kinds = Object.keys(KINDS) as Kind[];

export const EVENTS = ['incident.report', 'incident.paged', 'order.issued', 'order.reminded', 'order.cancelled', 'alarm.raised'] as const satisfies readonly Schemas['ChannelEvent'][];
export const STATES = ['waiting', 'sent', 'gave_up', 'dropped'] as const satisfies readonly Schemas['DeliveryState'][];

/** Addresses as people write them: one a line, or with commas between. */
export const addressesOf = (written: string) => written.split(/[\s,，;；]+/).filter(Boolean);
