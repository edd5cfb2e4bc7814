import 'fake-indexeddb/auto';
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import type { Entry } from '../outbox/entry';
import { add, sendAll, takeBack } from '../outbox/outbox';
import { openStore } from '../store/db';
import { draftOf, emptyProposal, entryOf, fenOf, lackingIn as lackingInProposal, yuanOf, type ProposalDraft } from './draft';
import { HERE, needsText, stepsOf, hasDeskSteps, type ActionHere, type Kind, type MeasureInFull } from './measure';
import { lackingIn, sheetOf, stepOf, type Sheet } from './step';

const LIMITS = { least_fen: 50_000, most_fen: 100_000 };
const proposal = (more: Partial<ProposalDraft> = {}): ProposalDraft => ({ ...emptyProposal('m', 'd', 'i', 'Chen', 1), offence: 'undeclared', kind: 'fine', others: ['other'], amount: '500', ...more });

test('an amount is read in yuan and said in 1/100 of it', () => {
  assert.deepEqual(['500', ' 1,000.5 ', '0.05', '500.00', '007'].map(fenOf), [50_000, 100_050, 5, 50_000, 700]);
  for (const wrong of ['', '-5', '5.005', 'five', '1.', '123456789', '1e3']) assert.equal(fenOf(wrong), null, wrong);
  assert.deepEqual([50_000, 100_050, 5].map(yuanOf), ['500', '1000.50', '0.05']);
});

test('a proposal says what it needs; a fine two who found it, and an amount within its limits', () => {
  const lacking = (more: Partial<ProposalDraft>) => lackingInProposal(proposal(more), LIMITS);
  assert.deepEqual([lacking({}), lacking({ offence: '' }), lacking({ kind: '' }), lacking({ party: ' ' }), lacking({ others: [] })], [null, 'offence', 'kind', 'party', 'second']);
  assert.deepEqual(['499.99', '500', '1000', '1000.01', ''].map((amount) => lacking({ amount })), ['amount', null, null, 'amount', 'amount']);
  assert.equal(lacking({ kind: 'notice', others: [], amount: '' }), null);
  assert.equal(lackingInProposal(proposal(), undefined), 'offence', 'one that the city has no more');
});

test('a proposal is sent by one of those who found it, and one that was refused is written again as the same', () => {
  const entry = entryOf(proposal(), 'me', ['v'], 'about', 5);
  assert.deepEqual(entry.json, { draw: 'd', item: 'i', kind: 'fine', offence: 'undeclared', party: 'Chen', inspectors: ['me', 'other'], fen: 50_000 });
  assert.deepEqual([entry.path, entry.method, entry.needs, entry.id], ['/measures/m', 'PUT', ['v'], 'm']);
  assert.deepEqual(draftOf(entry), { ...proposal(), begun_at: 5 });
  assert.ok(!('fen' in entryOf(proposal({ kind: 'notice' }), 'me', [], '', 5).json!));
});

test('a proposal waits for its finding, and stands among the measures once the server has it', async () => {
  const db = await openStore('measures');
  const finding = { ...entryOf(proposal(), 'me', [], '', 1), id: 'v', kind: 'acknowledge', json: null } as Entry; // whatever must be there first
  await add(db, [entryOf(proposal(), 'me', ['v'], '', 2), finding]);
  await db.put('kept', { at: 7, value: [{ id: 'old' }] }, 'measures');
  const tried: string[] = [];
  const measure = { id: 'm', state: 'proposed', version: 1, steps: [], can: ['tell'] };
  await sendAll(db, { now: () => 0, serverNow: () => 9, post: async ({ id }) => (tried.push(id), { kind: 'sent', answer: id === 'm' ? measure : null }) });
  assert.deepEqual(tried, ['v', 'm']);
  assert.deepEqual(await db.get('kept', 'measures'), { at: 7, value: [measure, { id: 'old' }] });
  assert.deepEqual(await db.get('kept', 'measure/m'), { at: 9, value: measure });
  await add(db, [entryOf(proposal(), 'me', [], '', 3)]);
  assert.ok(await takeBack(db, 'm', draftOf));
  assert.equal(((await db.get('drafts', 'm')) as ProposalDraft).party, 'Chen');
  db.close();
});

test('the phone asks for words where the server does', () => {
  const source = readFileSync('../src/city/inspections/measure_state.cpp', 'utf8');
  const kindsOf: Record<string, Kind[]> = { fines: ['fine'], not_fines: ['instruction', 'notice'], not_notices: ['instruction', 'fine'], notices: ['notice'] };
  const rules = [...source.matchAll(/\{S::\w+, A::(\w+), [^,]+, S::\w+(, !?why)?(?:, For::(\w+))?\}/g)].filter(([, action]) => HERE.some((one) => one === action));
  assert.ok(rules.length >= 7);
  for (const [, action, words, kinds] of rules) {
    for (const kind of kindsOf[kinds ?? ''] ?? (['instruction', 'notice', 'fine'] as const)) assert.equal(needsText(action as ActionHere, kind), words === ', why', `${action} of ${kind}`);
  }
});

test('of what somebody may do, the phone offers what is done on the spot', () => {
  const can = ['carry_out', 'deliver', 'decide'] as MeasureInFull['can'];
  assert.deepEqual([stepsOf({ can }), hasDeskSteps({ can }), hasDeskSteps({ can: ['tell'] })], [['decide', 'deliver'], true, false]);
});

test('a step says what it needs, and nothing else', () => {
  const fine = { kind: 'fine', fen: 80_000, least_fen: 50_000, version: 3 } as const;
  const notice = { kind: 'notice', fen: 0, least_fen: 0, version: 2 } as const;
  const sheet = (more: Partial<Sheet> = {}): Sheet => ({ ...sheetOf(fine), ...more });
  assert.deepEqual(['800', '500', '499', '801', 'x'].map((amount) => lackingIn('decide', fine, sheet({ amount, text: 'heard' }))), [null, null, 'amount', 'amount', 'amount']);
  assert.deepEqual([lackingIn('decide', fine, sheet()), lackingIn('decide', notice, sheet()), lackingIn('tell', fine, sheet()), lackingIn('drop', notice, sheet({ text: 'mild' }))], ['text', null, 'text', null]);
  const delivery = (more: Partial<Sheet>) => lackingIn('deliver', fine, sheet(more));
  assert.deepEqual([delivery({}), delivery({ how: 'left' }), delivery({ how: 'left', to: 'door' }), delivery({ how: 'electronic', to: 'mail' }), delivery({ how: 'electronic', to: 'mail', consent: true })], ['how', 'to', null, 'consent', null]);

  assert.deepEqual(stepOf('s', 'decide', fine, sheet({ text: ' heard ', amount: '600', to: 'nobody' })), { id: 's', action: 'decide', version: 3, text: 'heard', consent: false, fen: 60_000 });
  assert.deepEqual(stepOf('s', 'tell', fine, sheet({ text: 'told', consent: true })), { id: 's', action: 'tell', version: 3, text: 'told', consent: false });
  assert.deepEqual(stepOf('s', 'deliver', notice, sheet({ how: 'mail', to: ' Chen ', consent: true })), { id: 's', action: 'deliver', version: 2, text: '', how: 'mail', to: 'Chen', at: null, consent: false });
  assert.equal(stepOf('s', 'deliver', notice, sheet({ how: 'left', to: 'door', at: '2020-02-11T14:30' })).at, new Date('2020-02-11T14:30').toISOString());
});
