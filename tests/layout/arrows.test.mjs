// Proves the arrows of docs/design/README.md: a folder includes only what stands before it.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import path from 'node:path';
import { files, read } from './tree.mjs';

// What each folder of src/ may include besides itself.
const allowed = {
  base: [],
  formats: ['base'],
  vision: ['base'],
  thermal: ['base'],
  storage: ['base'],
  http: ['base'],
  city: ['base', 'formats', 'vision', 'thermal', 'storage', 'http'],
  gate: ['base', 'formats', 'vision', 'thermal', 'storage', 'http', 'city'],
  app: ['base', 'formats', 'vision', 'thermal', 'storage', 'http', 'city', 'gate'],
};

// The concepts of the city, each seeing only those before it.
const concepts = ['journal', 'policies', 'units', 'notices', 'duty', 'accounts', 'files', 'sites', 'people', 'alarms', 'devices', 'passages', 'captures', 'calendar', 'incidents', 'cap', 'orders', 'open311', 'channels', 'rounds', 'premises', 'residents', 'declarations', 'enterprises', 'verdicts', 'inspections'];

const sources = files.filter((file) => /^src\/.*\.(h|cpp)$/.test(file));
const includes = (file) => [...read(file).matchAll(/^\s*#include "([^"]+)"/gm)].map((match) => match[1]);

const moreRules = ['parts', 'teams', 'roster', 'synthetic', 'policy', 'access', 'calendar_json', 'incidents_json', 'state', 'catalogue', 'escalation', 'assessment', 'message', 'formats', 'forwarding', 'outward', 'view', 'submission', 'wire', 'tree', 'country', 'document', 'numbers', 'zone', 'spelling', 'names', 'person', 'evidence', 'matching', 'frame', 'frame_file', 'draw', 'draw_json', 'allocation', 'rotation', 'route', 'estimate', 'terms', 'measure_state', 'measures', 'measure_steps', 'measure_json', 'deadlines', 'xform', 'xform_model', 'list_plan'];
const isRules = (file) => [path.basename(path.dirname(file)), ...moreRules].includes(path.parse(file).name);

// Everything that a file includes, directly or not.
function reach(file, found = new Set()) {
  for (const include of includes(file).map((name) => `src/${name}`))
    if (!found.has(include)) reach(include, found.add(include));
  return found;
}

test('there are sources to look at', () => assert.ok(sources.length > 50));

test('every folder of src has its place in the order', () => {
  const folders = new Set(sources.filter((file) => file.split('/').length > 2).map((file) => file.split('/')[1]));
  assert.deepEqual([...folders].filter((folder) => !(folder in allowed)), []);
});

test('includes name files from src/ and run down only', () => {
  const wrong = [];
  for (const file of sources) {
    const from = file.split('/')[1];
    if (from === 'main.cpp') continue;
    for (const include of includes(file)) {
      const to = include.split('/')[0];
      if (!files.includes(`src/${include}`)) wrong.push(`${file}: "${include}" is no file of src/`);
      else if (to !== from && !allowed[from].includes(to)) wrong.push(`${file} -> ${include}`);
    }
  }
  assert.deepEqual(wrong, []);
});

test('a concept of the city sees only the concepts before it', () => {
  const wrong = [];
  for (const file of sources.filter((name) => name.startsWith('src/city/') && name.split('/').length > 3)) {
    const from = file.split('/')[2];
    assert.ok(concepts.includes(from), `${from} has no place among the concepts`);
    for (const include of includes(file)) {
      const [folder, to, rest] = include.split('/');
      if (folder !== 'city' || !rest || to === from) continue;
      if (path.basename(file) === 'api.cpp' && to === 'accounts') continue; // every route asks who calls
      if (concepts.indexOf(to) > concepts.indexOf(from)) wrong.push(`${file} -> ${include}`);
    }
  }
  assert.deepEqual(wrong, []);
});

test('the order of the concepts is the same wherever it is said', () => {
  const list = (file, before) => new RegExp(`${before}: ([a-z0-9, \n/]+)`).exec(read(file))[1].replaceAll(/[^a-z0-9]+/g, ' ').trim().split(' ');
  assert.deepEqual(list('src/city/city.h', 'see only those before them'), concepts);
  assert.deepEqual(list('docs/design/README.md', 'the concepts of the city, a folder each').slice(0, concepts.length), concepts);
});

test('inside a concept rules reach neither SQL nor HTTP, however far, and stores include no routes', () => {
  const wrong = [];
  const rules = sources.filter((name) => /^src\/city\/[^/]+\//.test(name) && isRules(name));
  assert.ok(rules.length > concepts.length);
  for (const file of rules)
    for (const include of reach(file)) if (/^src\/(storage|http)\/|\/(store|api)\.h$/.test(include)) wrong.push(`${file} -> ${include}`);
  for (const file of sources.filter((name) => /^src\/city\/[^/]+\/store\./.test(name)))
    for (const include of includes(file)) if (/^http\/|\/api\.h$/.test(include)) wrong.push(`${file} -> ${include}`);
  assert.deepEqual(wrong, []);
});

test('the gate uses the rules of concepts, never their stores or routes', () => {
  const wrong = [];
  for (const file of sources.filter((name) => name.startsWith('src/gate/')))
    for (const include of includes(file)) if (/^city\/.*\/(store|api)\.h$/.test(include)) wrong.push(`${file} -> ${include}`);
  assert.deepEqual(wrong, []);
});

test('only http sees Beast and Asio, only storage sees SQLite and PostgreSQL, only vision and thermal and the gate see OpenCV, only formats sees zip and expat, only residents sees ICU', () => {
  const rules = [
    [/^\s*#include <boost\/(beast|asio)/m, /^src\/http\//],
    [/^\s*#include <sqlite3\.h>/m, /^src\/storage\//],
    [/^\s*#include <libpq/m, /^src\/storage\/postgres\//],
    [/^\s*#include <opencv2/m, /^src\/(vision|thermal|gate|app)\//],
    [/^\s*#include <curl/m, /^src\/http\//],
    [/^\s*#include <(expat|zip|xlsxwriter|iconv)\.h>/m, /^src\/formats\//],
    [/^\s*#include <unicode\//m, /^src\/city\/residents\//],
  ];
  const wrong = [];
  for (const file of sources)
    for (const [pattern, home] of rules) if (pattern.test(read(file)) && !home.test(file)) wrong.push(`${file}: ${pattern}`);
  assert.deepEqual(wrong, []);
});
