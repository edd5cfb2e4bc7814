// The faces' benchmark on a handful of the demo's portraits, laid out as the public sets are; and on sets with holes.
import assert from 'node:assert/strict';
import { copyFile, mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { test } from 'node:test';
import { assertFigures, bench, repository, temporary } from './run.mjs';

const names = {
  lfw: ['lfw_accuracy', 'lfw_tar_1e3'],
  mfr2: ['mfr2_tar_1e3', 'mfr2_eer', 'mfr2_not_found'],
  masks4k: ['mask_accuracy', 'mask_not_found'],
  facemask853: ['nomask_called_mask', 'badly_worn_passed', 'detector_recall_40px', 'detector_recall_20px', 'detector_recall_10px'],
};
const all = Object.values(names).flat();

async function portrait(from, ...to) {
  const target = path.join(...to);
  await mkdir(path.dirname(target), { recursive: true });
  await copyFile(path.join(repository, 'var/media', from), target);
}

async function lfw(folder) {
  for (const file of ['Hopper/Hopper_0001.jpg', 'Hopper/Hopper_0002.jpg']) await portrait('grace_hopper.jpg', folder, 'lfw', file);
  await portrait('sample3.jpg', folder, 'lfw/Other/Other_0001.jpg');
  const same = 'Hopper/Hopper_0001.jpg\tHopper/Hopper_0002.jpg\t1\n';
  const different = 'Hopper/Hopper_0001.jpg\tOther/Other_0001.jpg\t0\n';
  await writeFile(path.join(folder, 'lfw/pairs.tsv'), `a\tb\tsame\n${(same + different).repeat(10)}`);
}

async function mfr2(folder) {
  for (const [person, file] of [['Hopper', 'grace_hopper.jpg'], ['Other', 'sample3.jpg']])
    for (const number of [1, 2]) await portrait(file, folder, `mfr2/${person}/${person}_000${number}.png`);
  await writeFile(path.join(folder, 'mfr2/mfr2_labels.txt'), ['Hopper', 'Other'].map((who) => `${who}, 1, no-mask\n${who}, 2, cloth\n`).join(''));
}

async function masks4k(folder) {
  await portrait('sample3.jpg', folder, 'masks4k/with_mask/1.jpg');
  await portrait('grace_hopper.jpg', folder, 'masks4k/without_mask/1.jpg');
}

const labelled = (name, [x1, y1, x2, y2]) =>
  `<object><name>${name}</name><bndbox><xmin>${x1}</xmin><ymin>${y1}</ymin><xmax>${x2}</xmax><ymax>${y2}</ymax></bndbox></object>`;

async function facemask853(folder) {
  await portrait('grace_hopper.jpg', folder, 'facemask853/1.jpg');
  await writeFile(path.join(folder, 'facemask853/1.xml'), `<annotation>${labelled('without_mask', [150, 60, 330, 290])}</annotation>`);
}

test('every set that is there is measured', async (t) => {
  const folder = await temporary(t);
  for (const set of [lfw, mfr2, masks4k, facemask853]) await set(folder);
  const { code, err, figures } = await bench('faces', ['--data', '.'], folder);
  assert.equal(code, 0, err);
  assertFigures(figures, [...names.lfw, ...names.mfr2, ...names.masks4k, 'detector_recall_40px', 'nomask_called_mask'], ['badly_worn_passed', 'detector_recall_10px']);
  assert.equal(figures.lfw_accuracy, 1);
  assert.match(err, /badly_worn_passed/, 'what could not be measured is said');
});

test('without any set all is null, said, and an error', async (t) => {
  const folder = await temporary(t);
  const { code, err, figures } = await bench('faces', ['--data', folder]);
  assert.equal(code, 4);
  assertFigures(figures, [], all);
  for (const set of Object.keys(names)) assert.match(err, new RegExp(`There is no \\S+/${set}`));
  assert.equal((await bench('faces', ['--data', path.join(folder, 'nowhere')])).code, 2);
});

test('a set with a hole is named and makes the exit code 1, and the others are still measured', async (t) => {
  const folder = await temporary(t);
  await masks4k(folder);
  await mkdir(path.join(folder, 'lfw'));
  await writeFile(path.join(folder, 'lfw/pairs.tsv'), 'a\tb\tsame\n');
  await mkdir(path.join(folder, 'mfr2'));
  await mkdir(path.join(folder, 'facemask853'));
  const { code, err, figures } = await bench('faces', ['--data', folder]);
  assert.equal(code, 1);
  assertFigures(figures, names.masks4k, [...names.lfw, ...names.mfr2, ...names.facemask853]);
  for (const said of [/pairs\.tsv lists no pair/, /mfr2 has no mfr2_labels\.txt/, /facemask853 holds no picture with its labels/]) assert.match(err, said);
});

test('one class of masks alone is no measurement', async (t) => {
  const folder = await temporary(t);
  await portrait('sample3.jpg', folder, 'masks4k/with_mask/1.jpg');
  const { code, err, figures } = await bench('faces', ['--data', folder]);
  assert.equal(code, 1);
  assertFigures(figures, [], all);
  assert.match(err, /without_mask holds no picture/);
});
