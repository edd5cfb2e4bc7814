// No dead links, no dark tests, nothing left open.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { files, read, root } from './tree.mjs';

const texts = files.filter((file) => file.endsWith('.md'));

test('every link of the documentation leads to a file', () => {
  const dead = [];
  for (const file of texts)
    for (const [, target] of read(file).matchAll(/\]\(([^)\s]+)\)/g)) {
      if (/^(https?:|mailto:|#)/.test(target)) continue;
      if (!existsSync(path.join(root, path.dirname(file), target.split('#')[0]))) dead.push(`${file}: ${target}`);
    }
  assert.deepEqual(dead, []);
});

test('every path of the sources that the documentation names exists', () => {
  const dead = [];
  for (const file of texts)
    for (const [, name] of read(file).matchAll(/`((?:src|web\/src|tests|bench|deploy|models|api|docs)\/[\w./-]+\.\w+)`/g))
      if (!files.includes(name)) dead.push(`${file}: ${name}`);
  assert.deepEqual(dead, []);
});

test('every test is run: its name is one that the runners look for', () => {
  const dark = files.filter(
    (file) =>
      (/^src\/.*test.*\.cpp$/i.test(file) && !/(_test|_fuzz)\.cpp$/.test(file) && /\bTEST(_F|_P)?\(/.test(read(file))) ||
      (/^tests\/(bench|flow|browser|layout)\/[^/]+\.mjs$/.test(file) && !/\.test\.mjs$/.test(file) && /^import .* from 'node:test'/m.test(read(file))),
  );
  assert.deepEqual(dark, []);
});

test('nothing is left open in the code', () => {
  const open = files
    .filter((file) => /^(src|web\/src|bench|tests\/flow|tests\/browser|deploy)\/.*\.(cpp|h|ts|vue|mjs)$/.test(file))
    .filter((file) => /\b(TODO|FIXME|XXX|HACK)\b/.test(read(file)));
  assert.deepEqual(open, []);
});

test('every Debian package and library has its line in dependencies.md', () => {
  const page = read('docs/design/dependencies.md');
  const names = ['build', 'run', 'test', 'lint', 'bench', 'node'].flatMap((list) =>
    read(`deploy/packages/${list}.txt`).split('\n').map((line) => line.trim()).filter((line) => line && !line.startsWith('#')),
  );
  for (const folder of ['web', 'tests/flow', 'tests/browser', 'bench/peer']) {
    if (!files.includes(`${folder}/package.json`)) continue;
    const { dependencies = {}, devDependencies = {} } = JSON.parse(read(`${folder}/package.json`));
    names.push(...Object.keys(dependencies), ...Object.keys(devDependencies));
  }
  assert.deepEqual([...new Set(names)].filter((name) => !page.includes(`\`${name}\``)), []);
});
