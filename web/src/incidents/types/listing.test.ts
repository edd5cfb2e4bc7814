import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { IncidentType } from '../catalogue';
import { groupsOf } from './listing';

const type = (code: string, platform: IncidentType['platform'], more: Partial<IncidentType> = {}) => ({ code, platform, retired: false, name: { en: `The ${code}`, zh: `名${code}` }, ...more }) as IncidentType;
const types = [type('a', 'public_services'), type('b', 'public_safety', { retired: true }), type('c', 'public_safety'), type('d', 'public_services')];
const listed = (sought: string) => groupsOf(types, sought).map(({ name, types: all }) => [name, all.map(({ code }) => code).join('')]);

test('types stand by platform, those that are retired at the end', () => {
  assert.deepEqual(listed(''), [['public_safety', 'c'], ['public_services', 'ad'], ['retired', 'b']]);
});

test('they are found by code and by their name in either language', () => {
  assert.deepEqual([listed(' THE D '), listed('名c'), listed('b'), listed('x')], [[['public_services', 'd']], [['public_safety', 'c']], [['retired', 'b']], []]);
});
