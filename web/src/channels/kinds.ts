// What each kind of channel is given. A new kind is a row here, and its words.
import type { Schemas } from '../base/api/client';

export type Channel = Schemas['Channel'];
export type Kind = Schemas['ChannelKind'];
export type Delivery = Schemas['Delivery'];
export type Service = Schemas['ChannelService'];

interface Needs {
  target: 'addresses' | 'url'; // e-mail addresses, or the one address of a robot or another system
  secret?: { word: 'secret_dingtalk' | 'secret_webhook' | 'secret_open311'; must: boolean }; // what messages are signed with, or who we are there
  services?: true; // it hears of new incidents alone, of the types that are mapped
}
export const KINDS: Record<Kind, Needs> = {
  email: { target: 'addresses' },
  wecom: { target: 'url' },
  dingtalk: { target: 'url', secret: { word: 'secret_dingtalk', must: false } },
  webhook: { target: 'url', secret: { word: 'secret_webhook', must: true } },
  open311: { target: 'url', secret: { word: 'secret_open311', must: false }, services: true },
};
export const kinds = Object.keys(KINDS) as Kind[];

export const EVENTS = ['incident.report', 'incident.paged', 'order.issued', 'order.reminded', 'order.cancelled', 'alarm.raised'] as const satisfies readonly Schemas['ChannelEvent'][];
export const STATES = ['waiting', 'sent', 'gave_up', 'dropped'] as const satisfies readonly Schemas['DeliveryState'][];

/** Rows that say both; one that was begun and left empty is none. */
export const servicesOf = (rows: readonly Service[]) => rows.map((row) => ({ ...row, service_code: row.service_code.trim() })).filter((row) => row.type || row.service_code);

/** Addresses as people write them: one a line, or with commas between. */
export const addressesOf = (written: string) => written.split(/[\s,，;；]+/).filter(Boolean);
