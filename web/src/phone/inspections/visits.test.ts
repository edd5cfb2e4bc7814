import 'fake-indexeddb/auto';
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Schemas } from '../../base/api/client';
import { visitEntry, type Entry, type VisitSent } from '../outbox/entry';
import { add, drop, entries, sendAll, takeBack, type Post } from '../outbox/outbox';
import { openStore } from '../store/db';
import { draftOf, draftOfVisit, entriesOf, lackingIn, type VisitDraft } from './draft';
import { drawOf, isLeft, nextOf, ownOf, visitsOf, type Drawn } from './visit';
import { isFresh } from './walk';
import { legsOf, lengthOf } from './way';

type Planned = Schemas['DrawVisit'];
const names = (...ids: string[]) => ids.map((id) => ({ id, name: id }));
const planned = (item: string, more: Partial<Planned> = {}): Planned => ({
  item, stratum: 'shops', rank: 1, replaces: false, key: '', to_visit: true, name: `Shop ${item}`, address: '', unit_name: '', place: null, premises: null, declaration: null, enterprise: null,
  inspectors: names('me'), outcome: 'open', declared: null, note: '', answers: {}, pictures: [], author: '', at: null, version: 0, ...more,
});
const full = (...visits: Planned[]) => ({ id: 'd', title: 'Draw', form: [], visits, figures: null }) as unknown as Schemas['DrawInFull'];
const drawn = (visits: Planned[], way: string[]): Drawn => ({ draw: drawOf(full()), inspector: 'me', visits, way, metres: 120 });
const written = (id: string, item: string, sent: Partial<VisitSent>, more: Partial<Entry> = {}): Entry => ({ ...visitEntry(id, 'd', item, { outcome: 'nobody', version: 0, ...sent }, [], '', 1), ...more });
const items = (all: readonly { item: string }[]) => all.map(({ item }) => item).join('');
const sheet = (more: Partial<VisitDraft> = {}): VisitDraft => ({ ...draftOfVisit('d', planned('a')), ...more });
const picture = (id: string) => ({ id, bytes: new ArrayBuffer(4), media_type: 'image/jpeg' });

test('an inspector has their own visits, and of the replacements those that are needed or were', () => {
  const visits = [planned('a'), planned('b', { inspectors: names('other') }), planned('c', { to_visit: false }), planned('d', { to_visit: false, outcome: 'seen' }), planned('e', { inspectors: names('other', 'me') })];
  assert.equal(items(ownOf(full(...visits), 'me')), 'ade');
  assert.ok(!('visits' in drawOf(full(...visits))) && !('figures' in drawOf(full(...visits))));
});

test('what is left stands in the order of the walk, then the rest; what waits here counts, what was refused does not', () => {
  const one = drawn([planned('a'), planned('b'), planned('c'), planned('d'), planned('e', { outcome: 'seen', declared: true })], ['c', 'a', 'b']);
  const waiting = [
    written('1', 'c', { outcome: 'seen', declared: false, note: 'hm', version: 0 }), written('2', 'b', { outcome: 'not_there' }, { state: 'refused' }),
    { ...written('3', 'a', {}), subject: 'other/a' },
  ];
  const all = visitsOf(one, waiting);
  assert.equal(items(all.filter(isLeft)), 'abd');
  assert.equal(items(all), 'abdce');
  const [a, b, , c] = all;
  assert.deepEqual([c!.outcome, c!.declared, c!.note, c!.unsent, c!.refused], ['seen', false, 'hm', true, false]);
  assert.deepEqual([b!.outcome, b!.unsent, b!.refused, a!.unsent], ['open', false, true, false]);
  assert.deepEqual([one.visits[2]!.outcome, one.visits[2]!.note], ['open', ''], 'what was read stays as it was');
});

test('the next one is the next on the way that is left, round once', () => {
  const way = ['c', 'a', 'b'];
  const all = visitsOf(drawn([planned('a'), planned('b', { outcome: 'nobody' }), planned('c'), planned('d')], way), []);
  const next = (item: string) => nextOf(all, way, item)?.item;
  assert.deepEqual([next('c'), next('a'), next('d')], ['a', 'c', 'c']);
  assert.equal(nextOf(all.filter(({ item }) => item === 'a'), way, 'a'), undefined);
});

test('a leg is told between two places that are known, and the whole way while it is the one that is left', () => {
  const at = (step: number) => ({ latitude_e6: 29_300_000 + 900 * step, longitude_e6: 120_070_000 });
  const visits = [planned('a', { place: at(0) }), planned('b', { place: at(2) }), planned('c'), planned('d', { place: at(3) })];
  assert.deepEqual(legsOf(visits), [200, null, null, null]);
  const one = drawn(visits.slice(0, 2), ['b', 'a']);
  assert.deepEqual([lengthOf(one, one.visits), lengthOf(one, one.visits.slice(1)), lengthOf(one, visits.slice(1, 3)), lengthOf({ way: ['a', 'b'] }, one.visits)], [120, 0, 0, 0]);
});

test('a visit says only what belongs to what was found', () => {
  const answers = { hygiene: true, empty: '', photo: 'p1' };
  const draft = sheet({ outcome: 'seen', declared: false, note: ' two beds ', answers, files: [picture('p1'), picture('p2')] });
  const made = entriesOf(draft, 'v', 3, 'about', 5);
  assert.deepEqual(made.map(({ id, kind }) => [id, kind]), [['p1', 'file'], ['p2', 'file'], ['v', 'visit']]);
  assert.deepEqual(made[2]!.json, { outcome: 'seen', declared: false, answers: { hygiene: true, photo: 'p1' }, note: 'two beds', pictures: ['p2'], version: 3 });
  assert.deepEqual([made[2]!.path, made[2]!.needs, made[2]!.subject], ['/draws/d/visits/a', ['p1', 'p2'], 'd/a']);
  const nobody = entriesOf({ ...draft, outcome: 'nobody' }, 'v', 3, '', 5);
  assert.deepEqual(nobody.map(({ id }) => id), ['p2', 'v'], 'the picture of a question that is not asked stays behind');
  assert.deepEqual(nobody[1]!.json, { outcome: 'nobody', note: 'two beds', pictures: ['p2'], version: 3 });
  assert.deepEqual([lackingIn(sheet()), lackingIn(sheet({ outcome: 'seen' })), lackingIn(sheet({ outcome: 'seen', declared: false })), lackingIn(sheet({ outcome: 'nobody' }))], ['outcome', 'declared', null, null]);
});

test('what stands, and what was sent, can be written again', () => {
  const stands = draftOfVisit('d', planned('a', { outcome: 'seen', declared: true, note: 'n', answers: { x: 1 } as unknown as Planned['answers'], pictures: ['q'], version: 4 }));
  assert.deepEqual([stands.id, stands.version, stands.outcome, stands.declared, stands.files], ['d/a', 4, 'seen', true, [{ id: 'q', bytes: null, media_type: '' }]]);
  const [file, visit] = entriesOf({ ...stands, files: [...stands.files, picture('p')] }, 'v', 4, '', 5);
  assert.deepEqual(draftOf(visit!, [file!]), { ...stands, files: [{ id: 'q', bytes: null, media_type: '' }, { ...picture('p') }] });
});

test('a picture that is refused is left out, and what came of a visit is seen at once, with what was drawn in its place', async () => {
  const db = await openStore('visits');
  await db.put('kept', { at: 1, value: drawn([planned('a'), planned('b')], ['a', 'b']) }, 'draw/d');
  await add(db, entriesOf(sheet({ outcome: 'not_there', files: [picture('p')] }), 'v', 0, '', 5));
  const sent: unknown[] = [];
  const post: Post = async ({ kind, json }) => {
    if (kind === 'file') return { kind: 'refused', why: { kind: 'refused', status: 413, code: 'x', field: '', detail: 'Too large.' } };
    sent.push(json);
    return { kind: 'sent', answer: full(planned('a', { outcome: 'not_there', version: 1 }), planned('b'), planned('c', { replaces: true }), planned('x', { inspectors: names('other') })) };
  };
  const how = { now: () => 0, serverNow: () => 9, post };
  assert.equal(await sendAll(db, how), 1, 'it waits for its picture');
  await drop(db, 'p');
  assert.equal(await sendAll(db, how), 0);
  assert.deepEqual(sent, [{ outcome: 'not_there', note: '', pictures: [], version: 0 }]);
  const kept = (await db.get('kept', 'draw/d'))!.value as Drawn;
  assert.deepEqual(kept.visits.map(({ item, outcome }) => [item, outcome]), [['a', 'not_there'], ['b', 'open'], ['c', 'open']]);
  db.close();
});

test('a visit that somebody else wrote down meanwhile becomes a draft again, with the version that was known', async () => {
  const db = await openStore('visits-met');
  await add(db, entriesOf(sheet({ outcome: 'seen', declared: true, files: [picture('p')] }), 'v', 0, '', 5));
  const post: Post = async ({ kind }) => (kind === 'file' ? { kind: 'sent', answer: null } : { kind: 'refused', why: { kind: 'refused', status: 409, code: 'visit.changed_meanwhile', field: 'version', detail: 'No.' } });
  await sendAll(db, { now: () => 0, serverNow: () => 9, post });
  assert.equal((await entries(db))[0]?.state, 'refused');
  assert.ok(await takeBack(db, 'v', draftOf));
  const draft = (await db.get('drafts', 'd/a')) as VisitDraft;
  assert.deepEqual([draft.version, draft.outcome, draft.declared, draft.files], [0, 'seen', true, [{ id: 'p', bytes: null, media_type: '' }]]);
  assert.equal((await entries(db)).length, 0);
  db.close();
});

test('a draw is read again after ten minutes, after an hour when nothing is left, and for somebody else at once', () => {
  const left = drawn([planned('a')], ['a']);
  const done = drawn([planned('a', { outcome: 'nobody' })], []);
  const fresh = (value: Drawn, age: number, who = 'me') => isFresh({ at: 0, value }, who, age);
  assert.ok(fresh(left, 599_000) && !fresh(left, 600_000) && fresh(done, 600_000) && !fresh(done, 3_600_000));
  assert.ok(!fresh(left, 0, 'other') && !fresh(left, -1));
});
