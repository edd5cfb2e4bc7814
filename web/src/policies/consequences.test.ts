import assert from 'node:assert/strict';
import { test } from 'node:test';
import { language } from '../base/i18n/i18n';
import { consequences, type PolicyInput } from './consequences';

const policy: PolicyInput = {
  order: 'recognition_first', mask: 'soft', temperature: 'hard', liveness: 'hard', threshold_cc: 3730, grey_zone_cc: 25, max_retests: 2, retest_wait_s: 0,
  strangers: 'refuse', masked_recognition: 'lower_mask', accept_passes: true, fail: 'secure', open_all: false, whitelist_max_age_h: 72, false_accept_rate: 0.001,
  min_live_milli: 500, min_warmth_milli: 500, keep_pictures: 'refused', hold_open_s: 5,
};

test('a policy is said in sentences with its own numbers', () => {
  language.value = 'en';
  const texts = consequences(policy, 7).map((one) => one.text).join(' ');
  assert.match(texts, /37\.3 °C or more is refused\. Between 37\.05 and 37\.55 °C/);
  assert.match(texts, /Of 1000 strangers/);
  assert.match(texts, /7 days/);
  assert.doesNotMatch(texts, /\{/);
  assert.ok(consequences(policy, 7).every((one) => !one.grave));
});

test('what endangers people or their privacy is marked', () => {
  const grave = (change: Partial<PolicyInput>) => consequences({ ...policy, ...change }, 7).filter((one) => one.grave).length;
  assert.equal(grave({ temperature: 'off' }), 1);
  assert.equal(grave({ fail: 'safe' }), 1);
  assert.equal(grave({ liveness: 'soft' }), 1);
  assert.equal(grave({ keep_pictures: 'all' }), 1);
  assert.equal(grave({ open_all: true }), 1);
});

test('a door that recognises nobody says nothing about strangers', () => {
  const texts = consequences({ ...policy, order: 'temperature_only' }, 0).map((one) => one.text).join(' ');
  assert.doesNotMatch(texts, /strangers/);
  assert.match(texts, /0 days/);
});
