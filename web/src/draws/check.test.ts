import assert from 'node:assert/strict';
import { test } from 'node:test';
import { digestCommands, drawCommand, quoted, shellCommand } from './check';
import type { Draw } from './draw';

const commitment = { strata: [{ stratum: 'landlords', items: 90, take: 4 }, { stratum: 'shops', items: 2, take: 0 }] } as Draw['commitment'];
const draw = { number: 7, commitment, replacements: 2, reveal: { secret: 'ab12', public_value: "03 + 08, 'red'" } };

test('a text is one word for a shell, whatever stands in it', () => {
  assert.equal(quoted("it's $HOME `x`"), "'it'\\''s $HOME `x`'");
});

test('the commands name the files that the page gives, and what was revealed', () => {
  assert.equal(digestCommands(draw), "sha256sum < frame-7.txt\nprintf %s 'ab12' | sha256sum");
  assert.equal(
    drawCommand(draw),
    "{ printf 'stratum\\tid\\tunit\\n'; cat frame-7.txt; } > frame-7.tsv\nward draw --frame frame-7.tsv --commitment commitment-7.json \\\n  --seed 'ab12' \\\n  --public '03 + 08, '\\''red'\\''' \\\n  --replacements 2",
  );
  assert.ok(shellCommand(draw).endsWith("}\nlist 'landlords' 6"), 'nothing is listed of which nothing was drawn');
});

test('before the reveal there is nothing to draw with, and without a public value or replacements they are not named', () => {
  const sealed = { ...draw, reveal: null };
  assert.deepEqual([digestCommands(sealed), drawCommand(sealed), shellCommand(sealed)], ['sha256sum < frame-7.txt', '', '']);
  assert.doesNotMatch(drawCommand({ ...draw, replacements: 0, reveal: { secret: 'ab12', public_value: '' } }), /--public|--replacements/);
});
