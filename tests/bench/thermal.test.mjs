// The thermometer's benchmark on invented people in the publisher's layout: whichever files are there, and none.
import assert from 'node:assert/strict';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { test } from 'node:test';
import { assertFigures, bench, repository, temporary } from './run.mjs';

const names = ['rmse_1', 'auc_37_5_1', 'slope_1', 'fever_bias_1', 'se_37_5_1', 'sp_37_5_1', 'rmse_4', 'rmse_mean_of_4', 'coverage_90'];

// Skin 1 °C below the mouth, give or take; a fever in every fourth.
function clinicalCsv(ids, rounds = 4) {
  const columns = ['SubjectID', 'aveOralF', 'aveOralM', 'T_atm', 'Humidity', 'Distance'];
  for (let k = 1; k <= 4; k++) columns.push(...['T_offset', 'canthi4Max', 'T_FH_Max', 'T_Max', 'T_OR_Max', 'T_RC'].map((name) => name + k), k === 4 ? 'T_LC14' : `T_LC${k}`);
  const rows = ids.map((id, i) => {
    const oral = 36.5 + (i % 9) / 10 + (i % 4 ? 0 : 1);
    const row = [id, oral, oral, 23, 30, 0.7];
    for (let k = 1; k <= 4; k++) {
      const skin = oral - 1 + ((i * 7 + k * 3) % 5) / 20;
      row.push(...(k <= rounds ? [0.2, skin, skin - 0.4, skin + 0.1, skin - 0.5, skin - 0.1, skin - 0.2] : Array(7).fill('')));
    }
    return row.join(',');
  });
  return `Round 1\nwhat\n${columns.join(',')}\n${rows.join('\n')}\n`;
}

const strangers = Array.from({ length: 60 }, (_, i) => `other-${i}`);

async function trainedOn() {
  const text = await readFile(path.join(repository, 'models/thermal_coefficients.toml'), 'utf8');
  return [...text.matchAll(/"(\d{6}-\d+)"/g)].map(([, id]) => id).slice(0, 120);
}

// A folder `fda` with these files; run from beside it, so that the path is relative to the caller.
async function measure(t, files) {
  const folder = await temporary(t);
  await mkdir(path.join(folder, 'fda'));
  for (const [name, text] of Object.entries(files)) await writeFile(path.join(folder, 'fda', name), text);
  return bench('thermal', ['--data', 'fda'], folder);
}

test('people of another group are scored by the committed coefficients, one camera alone', async (t) => {
  const { code, err, figures } = await measure(t, { 'FLIR_group2.csv': clinicalCsv(strangers) });
  assert.equal(code, 0, err);
  assertFigures(figures.FLIR, names);
  assert.match(figures.FLIR.how, /committed coefficients/);
  assert.equal(figures.FLIR.people, 60);
  assertFigures(figures.ICI, [], names);
  assert.match(err, /no ICI_group\*\.csv/);
  assertFigures(figures, ['chain_slope'], ['terminals_slope']);
  assert.match(err, /no terminals' curves/);
});

test('people who were fitted on are scored by lines fitted on the others', async (t) => {
  const { code, err, figures } = await measure(t, { 'ICI_group1.csv': clinicalCsv(await trainedOn()) });
  assert.equal(code, 0, err);
  assertFigures(figures.ICI, names);
  assert.match(figures.ICI.how, /cross-validated/);
});

test('nobody who can be scored is null and an error, never zeros', async (t) => {
  const rounds = await measure(t, { 'FLIR_group2.csv': clinicalCsv(strangers, 0) });
  assert.equal(rounds.code, 1);
  assertFigures(rounds.figures.FLIR, [], names);
  assert.match(rounds.err, /FLIR: nobody can be scored/);

  const few = await measure(t, { 'FLIR_group1.csv': clinicalCsv((await trainedOn()).slice(0, 5)) });
  assert.equal(few.code, 1);
  assertFigures(few.figures.FLIR, [], names);
});

test('a malformed file is named, and the other camera is still measured', async (t) => {
  const { code, err, figures } = await measure(t, { 'FLIR_group2.csv': 'a\nb\nSubjectID\n', 'ICI_group2.csv': clinicalCsv(strangers) });
  assert.equal(code, 1);
  assert.match(err, /FLIR_group2\.csv: .*no column/);
  assertFigures(figures.FLIR, [], names);
  assertFigures(figures.ICI, names);
});

test('without data every figure of people is null, and it is an error', async (t) => {
  const { code, figures } = await measure(t, {});
  assert.equal(code, 4);
  assertFigures(figures.FLIR, [], names);
  assertFigures(figures, ['chain_slope']);
  const nowhere = await bench('thermal', ['--data', 'nowhere']);
  assert.equal(nowhere.code, 2);
  assert.match(nowhere.err, /nowhere is not a folder/);
});
