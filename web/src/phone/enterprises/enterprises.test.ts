import 'fake-indexeddb/auto';
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Post } from '../../session/who';
import { add, entries, sendAll, takeBack, type Post as Send } from '../outbox/outbox';
import { openStore } from '../store/db';
import { checkDraftOf, checkEntryOf, dayDraftOf, dayEntryOf, draftOfDay, draftOfPlan, emptyCheck, lackingIn, planDraftOf, planEntryOf, type DayDraft } from './draft';
import { isToCheck, laterCaps, ownSteps, reasonOf, type InFull, type Known } from './enterprise';
import { isFresh } from './walk';
import { sidesOf } from './who';

type Done = InFull['done'][number];
const done = (step: Done['step'], more: Partial<Done> = {}): Done => ({ id: step, step, plan: null, passed: null, cap: null, note: '', at: '', author: '', ...more });
const plan: NonNullable<InFull['plan']> = { resume_on: '2020-02-20', workers: [{ region: '420000', count: 20 }], masks: 2000, masks_a_day: 160, thermometers: 4, isolation_rooms: 2, canteen: 'staggered', disinfection: '', responsible: 'Chen', phone: '1', note: '' };
const day = (more: Partial<InFull['days'][number]> = {}): InFull['days'][number] => ({ day: '2020-02-20', present: 40, absent: 2, fevers: 0, isolated: 1, highest_cc: 3690, masks: 100, note: '', trouble: 'none', gates: null, version: 2, ...more });
const known = (more: Partial<Known> = {}): Known => ({ id: 'e', state: 'applied', steps: ['withdraw', 'check', 'return'], passed: null, version: 3, side: 'grid', ...more }) as Known;

test('whoever heads a workshop answers for it, whoever is of the grid looks, and a seat in the team above brings nothing', () => {
  const post = (unit: string, kind: Post['kind'], duty: Post['duty'], path: string) => ({ unit, kind, duty, path }) as Post;
  const head = post('w', 'workshop', 'commander', '/g/w/');
  const seat = post('g', 'grid', 'member', '/g/');
  assert.deepEqual(sidesOf([head, seat]), { own: ['w'], grid: false });
  assert.deepEqual(sidesOf([post('e', 'enterprise', 'member', '/g/e/'), post('h', 'grid', 'commander', '/h/')]), { own: ['e'], grid: true });
  assert.deepEqual(sidesOf([post('l', 'tenants', 'commander', '/g/l/')]), { own: [], grid: false }, 'a landlord has nothing to do with it');
  assert.deepEqual(sidesOf([]), { own: [], grid: false });
});

test('the grid looks at an application, and again where something was missing or it was closed', () => {
  const asked = (more: Partial<Known>) => isToCheck(known(more));
  assert.ok(asked({}) && asked({ state: 'checked', passed: false }) && asked({ state: 'closed' }));
  assert.ok(!asked({ state: 'checked', passed: true }) && !asked({ state: 'approved' }) && !asked({ state: 'known', steps: ['apply'] }));
  assert.deepEqual([ownSteps(known()), ownSteps(known({ steps: ['apply', 'check', 'reopen'] }))], [['withdraw'], ['apply']]);
});

test('why it was returned or closed is said until it applies or works again', () => {
  const reason = (...steps: Done['step'][]) => reasonOf({ done: steps.map((step) => done(step)) })?.step;
  assert.deepEqual([reason('return', 'check', 'apply'), reason('check', 'close', 'approve'), reason('apply', 'return', 'apply'), reason('reopen', 'close'), reason()], ['return', 'close', undefined, undefined, undefined]);
  assert.deepEqual(laterCaps({ caps: [{ from: '2020-02-10', people: 40 }, { from: '2020-02-20', people: 60 }, { from: '2020-02-21', people: 80 }] }, '2020-02-20'), [{ from: '2020-02-21', people: 80 }]);
});

test('a report names the version that was seen, and one that was refused is written again as it was typed', () => {
  const draft = draftOfDay('e', '2020-02-20', undefined);
  assert.deepEqual([draft.id, draft.version, draft.form.present, draft.form.fevers], ['e/2020-02-20', 0, '', '0']);
  const said = { present: 41, absent: 0, fevers: 1, isolated: 1, highest_cc: 3820, masks: 0, note: 'sent home' };
  const entry = dayEntryOf(draft, 'x', said, 2, 'about', 5);
  assert.deepEqual([entry.path, entry.method, entry.subject, entry.json], ['/enterprises/e/days/2020-02-20', 'PUT', 'e/2020-02-20', { ...said, version: 2 }]);
  const again = dayDraftOf(entry);
  assert.deepEqual([again.id, again.version, again.form.present, again.form.highest, again.form.note], ['e/2020-02-20', 2, '41', '38.2', 'sent home']);
  assert.deepEqual(draftOfDay('e', '2020-02-20', day()).form.highest, '36.9');
});

test('a check and an application keep the id of their step, so that each counts once however often it is written', () => {
  const check = { ...emptyCheck('e', 's'), passed: false, note: ' one isolation room ' };
  const entry = checkEntryOf('e', check, '', 5);
  assert.deepEqual([entry.id, entry.path, entry.json], ['s', '/enterprises/e/steps', { id: 's', step: 'check', passed: false, note: 'one isolation room' }]);
  assert.deepEqual(checkDraftOf(entry), { ...check, note: 'one isolation room' });
  assert.deepEqual([lackingIn(emptyCheck('e', 's')), lackingIn({ ...check, note: ' ' }), lackingIn({ ...check, passed: true, note: '' }), lackingIn(check)], ['passed', 'note', null, null]);

  const application = planEntryOf('e', draftOfPlan('e', 'p', plan, '2020-02-10'), '', 5);
  assert.deepEqual(application.json, { id: 'p', step: 'apply', plan });
  assert.deepEqual(planDraftOf(application), draftOfPlan('e', 'p', plan, '2020-02-10'), 'the day stays as it was written');
});

test('what came of it is in the list and in full at once; a day that somebody else reported becomes a draft again', async () => {
  const db = await openStore('enterprises');
  await db.put('kept', { at: 1, value: [known({ side: 'own', state: 'approved', last_report: null }), known({ id: 'f' })] }, 'enterprises');
  const said = { present: 41, absent: 0, fevers: 0, isolated: 0, highest_cc: null, masks: 0, note: '' };
  await add(db, [dayEntryOf(draftOfDay('e', '2020-02-20', undefined), 'x', said, 0, '', 5), dayEntryOf(draftOfDay('e', '2020-02-19', undefined), 'y', said, 0, '', 6)]);
  const answer = { ...known({ state: 'approved', last_report: '2020-02-20', version: 4, trouble: 'over_cap' }), credit_code: '', days: [day()], side: undefined };
  const post: Send = async ({ id }) => (id === 'x' ? { kind: 'sent', answer } : { kind: 'refused', why: { kind: 'refused', status: 409, code: 'day.changed_meanwhile', field: 'version', detail: 'No.' } });
  await sendAll(db, { now: () => 0, serverNow: () => 9, post });
  const [e, f] = (await db.get('kept', 'enterprises'))!.value as Known[];
  assert.deepEqual([e!.side, e!.last_report, e!.trouble, e!.version, f!.id], ['own', '2020-02-20', 'over_cap', 4, 'f']);
  assert.equal(((await db.get('kept', 'enterprise/e'))!.value as InFull).days.length, 1);
  assert.ok(await takeBack(db, 'y', dayDraftOf));
  assert.deepEqual([(await entries(db)).length, ((await db.get('drafts', 'e/2020-02-19')) as DayDraft).version], [0, 0]);
  db.close();
});

test('in full it is read again when it changed, and its own head after ten minutes', () => {
  const fresh = (one: Known, age: number) => isFresh({ at: 0, value: { version: 3 } as InFull }, one, age);
  assert.ok(fresh(known(), 3_600_000) && !fresh(known({ version: 4 }), 0) && !fresh(known(), -1));
  assert.ok(fresh(known({ side: 'own' }), 599_000) && !fresh(known({ side: 'own' }), 600_000));
});
