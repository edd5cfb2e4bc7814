import assert from 'node:assert/strict';
import { test } from 'node:test';
import { endOf, headOf, infosFor, isForeign, isInForce, standingOf, type Info, type Warning } from './standing';

const NOW = Date.parse('2026-03-02T08:00:00Z');
const info = (more: Partial<Info> = {}): Info => ({
  language: 'en-US', event: 'Flood', urgency: 'Immediate', severity: 'Severe', certainty: 'Likely', headline: 'The river rises', description: '', instruction: '', expires: null, areas: [], ...more,
});
const warning = (more: Partial<Warning> = {}): Warning => ({
  id: 'w', sender: 's', identifier: 'i', sent: '2026-03-02T07:00:00Z', received_at: '2026-03-02T07:01:00Z', message_type: 'Alert', status: 'Actual', state: 'active', infos: [info()], ...more,
});

test('a warning ends with the last of its parts, and never when one of them has no end', () => {
  const early = info({ expires: '2026-03-02T16:30:00+09:00' });
  const late = info({ expires: '2026-03-02T08:00:00Z' });
  assert.equal(endOf(warning({ infos: [late, early] })), late.expires, 'by the moment, not by how it is written');
  assert.equal(endOf(warning({ infos: [early, info()] })), null);
  assert.equal(endOf(warning({ infos: [] })), null);
  assert.equal(standingOf(warning({ infos: [early, late] }), NOW - 1), 'stands');
  assert.equal(standingOf(warning({ infos: [early, late] }), NOW), 'expired');
});

test('what ended before it expires is said to be so, and a cancellation warns of nothing', () => {
  assert.equal(standingOf(warning({ state: 'superseded' }), NOW), 'superseded');
  assert.equal(standingOf(warning({ state: 'cancelled', infos: [info({ expires: '2020-01-01T00:00:00Z' })] }), NOW), 'cancelled');
  assert.equal(standingOf(warning({ message_type: 'Update' }), NOW), 'stands');
  for (const message_type of ['Cancel', 'Ack', 'Error']) assert.equal(standingOf(warning({ message_type }), NOW), 'message');
});

test('only what is meant is in force', () => {
  assert.ok(isInForce(warning(), NOW));
  for (const status of ['Exercise', 'System', 'Test', 'Draft']) assert.ok(!isInForce(warning({ status }), NOW), status);
});

test('everybody reads the language that they read best, all of its parts', () => {
  const both = warning({ infos: [info({ language: 'fr-CA' }), info({ language: 'en-CA', event: 'Wind' }), info({ language: 'en-CA', event: 'Rain' })] });
  assert.deepEqual(infosFor(both, 'en').map(({ event }) => event), ['Wind', 'Rain']);
  assert.equal(infosFor(both, 'zh-CN')[0]!.language, 'en-CA', 'rather English than nothing');
  assert.deepEqual(infosFor(warning({ infos: [] }), 'en'), []);
  assert.deepEqual([isForeign('EN-us', 'en'), isForeign('zh', 'zh-CN'), isForeign('fr-CA', 'en')], [false, false, true]);
  assert.equal(headOf(info({ headline: '' })), 'Flood');
});
