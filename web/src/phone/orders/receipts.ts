// How far this person has come with an order: what the server knows, and what still waits on the phone.
import { serverNow } from '../clock';
import { receiptEntry, type Step } from '../outbox/entry';
import { stepped } from '../outbox/landing';
import { about, newId, write } from '../outbox/waiting';
import { seen, type MyOrder } from '../store/kept';
import { textOf } from './text';

/** With the steps that wait here counted as taken. */
export function mineOf({ order, mine }: MyOrder): MyOrder['mine'] {
  const steps = about(order.id).filter(({ kind, state }) => kind === 'receipt' && state === 'waiting');
  return steps.reduce((so_far, { json, written_at }) => stepped(so_far, json?.step as Step, new Date(written_at).toISOString()), mine);
}

export async function take(one: MyOrder, step: Step, picture: { id: string; entry: Parameters<typeof write>[0][number] } | null = null): Promise<void> {
  const receipt = receiptEntry(newId(), one.order.id, step, picture?.id ?? null, textOf(one.order.texts).headline, serverNow());
  await write([...(picture ? [picture.entry] : []), receipt]);
}

/** Whether the step was neither taken nor tried: one that the server refused waits for the person. */
const lacks = (one: MyOrder, step: Step) => mineOf(one)[`${step}_at`] === null && !about(one.order.id).some(({ json }) => json?.step === step);

/** That an order came is reported by itself. */
export async function reportDelivery(): Promise<void> {
  for (const one of seen.orders?.value ?? []) if (one.order.state === 'active' && lacks(one, 'delivered')) await take(one, 'delivered');
}

export async function reportRead(one: MyOrder): Promise<void> {
  if (one.order.state === 'active' && lacks(one, 'read')) await take(one, 'read');
}

/** What the order still asks of this person. */
export function asked(one: MyOrder): 'acknowledged' | 'done' | null {
  if (one.order.state !== 'active') return null;
  const mine = mineOf(one);
  const asks = one.order.asks;
  if ((asks === 'acknowledged' || asks === 'done') && mine.acknowledged_at === null) return 'acknowledged';
  return asks === 'done' && mine.done_at === null ? 'done' : null;
}
