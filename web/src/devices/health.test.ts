import assert from 'node:assert/strict';
import { test } from 'node:test';
import { language } from '../base/i18n/i18n';
import { faultsOf, type Device } from './health';

const health: Device['health'] = {
  at: '2026-03-02T00:00:00Z', version: '1', camera_fps_milli: 15000, camera_fault: '', thermal_source: 'lepton', thermal_fault: 'none', simulated: false,
  journal_depth: 0, whitelist_version: 1, whitelist_people: 1, policy_version: 'a', clock_offset_ms: 0,
};
const device = { id: '1', site: '1', name: 'a', kind: 'gate', zone: 'z', sign: 's', revoked: false, created_at: '', online: true, last_seen: 'x', health, drift: null } as Device;
const texts = (change: object, over: object = {}) => faultsOf({ ...device, ...over, health: { ...health, ...change } } as Device).map((fault) => fault.text);

test('a gate that works has no faults', () => {
  assert.deepEqual(texts({}), []);
  assert.deepEqual(texts({ thermal_fault: 'face_cold' }), [], 'a cold face is no fault of the gate');
});

test('each fault is said in words', () => {
  language.value = 'en';
  assert.deepEqual(texts({ camera_fault: 'frozen' }), ['Camera picture frozen']);
  assert.deepEqual(texts({ thermal_fault: 'black_body_lost' }), ['Black body lost']);
  assert.deepEqual(texts({ thermal_fault: 'new_one' }), ['Thermal fault: new_one']);
  assert.deepEqual(texts({ journal_depth: 51 }), ['Passages waiting for the server: 51']);
  assert.deepEqual(texts({ clock_offset_ms: -2500 }), ['Clock is off by -2.5 s']);
  assert.deepEqual(texts({ barrier_fault: 'modbus.timeout' }), ['Barrier does not answer (modbus.timeout)']);
});

test('drift is what the server judged, and too few is no fault', () => {
  assert.deepEqual(texts({}, { drift: { verdict: 'drifted', drift_cc: 25 } }), ['Temperatures drift']);
  assert.deepEqual(texts({}, { drift: { verdict: 'too_few_people', drift_cc: null } }), []);
});

test('what is offline says only that', () => {
  assert.deepEqual(texts({ camera_fault: 'frozen' }, { online: false }), ['Offline']);
  assert.deepEqual(texts({}, { revoked: true }), ['Revoked']);
  assert.deepEqual(faultsOf({ ...device, health: null, last_seen: null } as Device).map((f) => f.text), ['Never heard of']);
});
