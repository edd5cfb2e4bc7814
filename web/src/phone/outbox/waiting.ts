// The outbox as the pages see it. Every change is told to the other tabs; the service worker tells it too.
import { computed, shallowRef } from 'vue';
import { store, type AnyDraft } from '../store/db';
import { uuid7 } from '../../base/uuid';
import { serverNow } from '../clock';
import type { Draft } from '../reports/draft';
import type { Entry } from './entry';
import * as outbox from './outbox';

export const waiting = shallowRef<Entry[]>([]);
/** What is being written; the last ids first. */
export const begun = shallowRef<AnyDraft[]>([]);
type Named = Exclude<AnyDraft, Draft>;
const begunOf = <Of extends Named['of']>(of: Of) => computed(() => begun.value.filter((one): one is Extract<Named, { of: Of }> => 'of' in one && one.of === of));
export const drafts = computed(() => begun.value.filter((one): one is Draft => !('of' in one))); // of reports
export const arrivalDrafts = begunOf('arrival');
export const visitDrafts = begunOf('visit');
export const proposalDrafts = begunOf('measure');
export const dayDrafts = begunOf('day');
export const checkDrafts = begunOf('check');
export const planDrafts = begunOf('plan');
/** The entries that are on their way now. */
export const sending = shallowRef<readonly string[]>([]);
export const refused = computed(() => waiting.value.filter(({ state }) => state === 'refused').length);

const channel = typeof BroadcastChannel === 'undefined' ? null : new BroadcastChannel('ward.phone');
const listeners: (() => void)[] = [];
/** Called when the outbox or a kept page changed elsewhere. */
export const onElsewhere = (listener: () => void) => void listeners.push(listener);
channel?.addEventListener('message', () => listeners.forEach((listener) => listener()));

export async function look(): Promise<void> {
  const db = await store();
  waiting.value = await outbox.entries(db);
  begun.value = (await db.getAll('drafts')).reverse();
}

export async function changed(): Promise<void> {
  await look();
  channel?.postMessage('changed');
}

/** Wakes the sender; set by pulse.ts. */
let wake: () => void = () => undefined;
export const onWritten = (listener: () => void) => (wake = listener);

/** Lays writes into the outbox and has them sent. Resolves when they are safe on the phone. */
export async function write(made: readonly Entry[], draft?: string): Promise<void> {
  await outbox.add(await store(), made, draft);
  await changed();
  wake();
}

async function after(step: Promise<unknown>): Promise<void> {
  await step;
  await changed();
  wake();
}
export const drop = async (id: string) => after(outbox.drop(await store(), id));
export const again = async (id: string) => after(outbox.again(await store(), id));
export const replace = async (id: string, next: Entry) => after(outbox.replace(await store(), id, next));
export const takeBack = async (id: string, make: (written: Entry, files: Entry[]) => AnyDraft) => after(outbox.takeBack(await store(), id, make));

export async function saveDraft(draft: AnyDraft): Promise<void> {
  await (await store()).put('drafts', draft);
}
export async function dropDraft(id: string): Promise<void> {
  await (await store()).delete('drafts', id);
  await changed();
}

/** What waits about a thing. */
export const about = (subject: string) => waiting.value.filter((entry) => entry.subject === subject);
export const newId = () => uuid7(serverNow());
