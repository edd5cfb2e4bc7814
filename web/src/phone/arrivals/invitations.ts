// Links by which somebody declares their own arrival. The server makes the code; the phone remembers what it asked for, for nobody
// can be asked later which links there are.
import { answer, api } from '../../base/api/client';
import { serverNow } from '../clock';
import { store } from '../store/db';
import { keep, type Seen } from '../store/kept';

export interface Invitation {
  id: string;
  code: string;
  /** House and room as the maker chose them. */
  place: string;
  /** ms since 1970. */
  expires_at: number;
}

const KEY = 'invitations';
export const addressOf = (code: string) => `${location.origin}/d/#${code}`;

/** Those that still work, the newest first. */
export async function kept(): Promise<Invitation[]> {
  const found = (await (await store()).get('kept', KEY)) as Seen<Invitation[]> | undefined;
  return (found?.value ?? []).filter(({ expires_at }) => expires_at > serverNow());
}

const remember = async (turn: (all: Invitation[]) => Invitation[]) => void (await keep(KEY, turn(await kept())));

/** Asked again with the same id, it is the same link. */
export async function invite(id: string, premises: string, room: string | null, place: string): Promise<Invitation> {
  const { code, expires_at } = await answer(api.PUT('/invitations/{id}', { params: { path: { id } }, body: { premises, room } }));
  const made = { id, code, place, expires_at: Date.parse(expires_at) };
  await remember((all) => [made, ...all.filter((one) => one.id !== id)]);
  return made;
}

export async function withdraw(id: string): Promise<void> {
  await answer(api.DELETE('/invitations/{id}', { params: { path: { id } } }));
  await remember((all) => all.filter((one) => one.id !== id));
}
