// What the reader was told and has not read: the number beside the bell, and a word in the corner when something comes.
import { h, ref } from 'vue';
import { ElNotification } from 'element-plus';
import { chime } from '../alarms/sound';
import { answer, api } from '../base/api/client';
import { gather } from '../base/live/gather';
import { listen } from '../base/live/live';
import { router } from '../router';
import { t } from './texts';
import { isOnPhone, leadsTo, sentence, type Notice } from './words';

const SOON_MS = 2_000;
const LATEST = 5; // of what is new so many are said aloud; the page has all
export const unread = ref(0);
let known: Set<string> | null = null;
let stop: (() => void) | undefined;

function say(notice: Notice): void {
  const to = leadsTo(notice);
  const open = () => {
    note.close();
    void read(notice);
    if (isOnPhone(notice)) location.assign(to);
    else void router.push(to);
  };
  const note = ElNotification({ title: sentence(notice), message: h('a', { href: to, onClick: (event: Event) => (event.preventDefault(), open()) }, t('look')), type: 'warning', duration: 0 });
}

/** Counts anew; says what was not there at the last look. */
export async function look(): Promise<void> {
  try {
    const found = await answer(api.GET('/notices', { params: { query: { unread: true, limit: LATEST } } }));
    unread.value = found.unread;
    const before = known;
    known = new Set([...(before ?? []), ...found.items.map(({ id }) => id)]);
    const fresh = before ? found.items.filter(({ id }) => !before.has(id)) : [];
    fresh.reverse().forEach(say);
    if (fresh.length > 0) chime();
  } catch {
    // The pages say that the connection is lost; the next catch-up looks again.
  }
}

export async function read(notice: Notice): Promise<void> {
  if (notice.read_at) return;
  await answer(api.POST('/notices/{id}/read', { params: { path: { id: notice.id } } })).catch(() => undefined);
  await look();
}

export function followNotices(on: boolean): void {
  stop?.();
  unread.value = 0;
  known = null;
  if (!on) return;
  // What somebody else acknowledged has been read for everybody.
  const soon = gather<string>(SOON_MS, () => void look());
  const silence = listen({ notice: () => void look(), incident: ({ id }) => soon.add(id), catchUp: () => void look() });
  stop = () => {
    silence();
    soon.stop();
  };
  void look();
}
