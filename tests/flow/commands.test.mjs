// The commands as a stranger meets them: their help, and what they say when they are used wrongly.
import assert from 'node:assert/strict';
import { mkdir, readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { password, repository, startServer, temporary, ward } from './support/ward.mjs';

const commands = ['serve', 'gate', 'enroll', 'user', 'city', 'draw', 'bench', 'train', 'calibrate', 'check', 'migrate', 'version'];

// The command ends with `code`, says `what` on stderr and nothing on stdout.
async function refused(code, what, words, more = {}) {
  const answer = await ward(words, more);
  assert.deepEqual({ code: answer.code, out: answer.out }, { code, out: '' }, `ward ${words.join(' ')}: ${answer.err}`);
  assert.match(answer.err, what);
}

test('every command explains itself, and every one is in docs/commands.md', async () => {
  const documented = await readFile(join(repository, 'docs/commands.md'), 'utf8');
  const all = (await ward(['--help'])).out;
  for (const command of commands) {
    const { code, out, err } = await ward([command, '--help']);
    assert.deepEqual([code, err], [0, ''], command);
    assert.match(out, new RegExp(`Usage: ward ${command} `));
    assert.match(all, new RegExp(`^  ${command} +\\S`, 'm'));
    assert.ok(documented.includes(`\`ward ${command}\``), `docs/commands.md has ${command}`);
  }
  for (const words of [['user', 'add'], ['user', 'list'], ['user', 'password'], ['user', 'disable'], ['train', 'faces'], ['train', 'mask'], ['train', 'thermal'], ['migrate', 'sqlite-to-postgres'], ['draw', 'commit'], ['draw', 'frame']])
    assert.equal((await ward([...words, '--help'])).code, 0, words.join(' '));
});

test('wrong use is told apart by name', async () => {
  await refused(2, /subcommand is required/, []);
  await refused(2, /There is no command serf\.\n  hint: `ward --help`/, ['serf']);
  for (const command of commands.filter((c) => c !== 'bench')) await refused(2, /--nope|required/, [command, '--nope']);
  await refused(2, /--log: loud not in/, ['gate', '--log', 'loud']);
  await refused(2, /--site is required/, ['enroll', '.']);
  await refused(2, /--pairs is required/, ['calibrate']);
  await refused(4, /no benchmark nothing[^]*hint: `ward bench`/, ['bench', 'nothing']);
});

test('a missing file is named, with a hint', async (t) => {
  const none = join(await temporary(t), 'none');
  await refused(3, /no configuration file \S+none[^]*hint: ward serve --print-config/, ['serve', '--config', none]);
  await refused(3, /no configuration file \S+none[^]*hint: `ward gate --print-config`/, ['gate', '--config', none]);
  await refused(2, /source: Path does not exist: \S+none/, ['enroll', '--site', 'x', none]);
  await refused(4, /no database in \S+none[^]*hint: .*--data/, ['check', '--data', none]);
  for (const words of [['list'], ['password', 'a'], ['disable', 'a']])
    await refused(4, /no database in \S+none[^]*hint: .*--data/, ['user', ...words, '--data', none], { input: `${password}\n` });
  await assert.rejects(stat(none), 'and nothing was made by looking');
  await refused(4, /none cannot be read[^]*hint: ward calibrate --help/, ['calibrate', '--pairs', none]);
  await refused(4, /cannot be read/, ['calibrate', '--pairs', repository]);
  await refused(4, /no \S+none[^]*hint: .*--data/, ['train', 'faces', '--data', none]);
  await refused(4, /no \S+none[^]*hint: .*--data/, ['train', 'mask', '--data', none]);
  await refused(4, /none\/FLIR_group1\.csv cannot be read/, ['train', 'thermal', '--data', none, '--out', join(none, 'out')]);
});

test('a key that is unknown and a value of the wrong type are named, with a hint', async (t) => {
  const config = join(await temporary(t), 'some.toml');
  for (const [command, text, said] of [
    ['serve', '[server]\nprot = 1\n', /unknown key server\.prot; did you mean server\.port\?[^]*hint: /],
    ['serve', '[server]\nport = "x"\n', /server\.port must be an integer\.\n  at: server\.port\n  hint: /],
    ['serve', 'a = [\n', /line 1, column \d+[^]*hint: /],
    ['gate', '[camera]\nwidht = 1\n', /unknown key camera\.widht; did you mean camera\.width\?[^]*hint: /],
    ['gate', '[camera]\nwidth = "wide"\n', /camera\.width must be an integer\.\n  at: camera\.width\n  hint: /],
    ['gate', '[camera]\nsource = "eye"\n', /camera\.source[^]*v4l2[^]*hint: /],
  ]) {
    await writeFile(config, text);
    await refused(3, said, [command, '--config', config]);
  }
});

test('ward gate prints its configuration as a file that can be used, and wants a thermal sensor for a real camera', async (t) => {
  const printed = await ward(['gate', '--print-config']);
  assert.deepEqual([printed.code, printed.err], [0, '']);
  const directory = await temporary(t);
  const config = join(directory, 'gate.toml');
  await writeFile(config, printed.out);
  assert.equal((await ward(['gate', '--print-config', '--config', config])).out, printed.out);
  await refused(3, /simulated thermal sensor sees nobody before a real camera[^]*at: thermal\.source[^]*hint: /, ['gate', '--config', config]);
});

test('ward calibrate leaves an outlier out, says so, and draws it', async (t) => {
  const directory = await temporary(t);
  const pairs = join(directory, 'pairs.csv'), out = join(directory, 'registration.toml'), picture = join(directory, 'error.svg');
  const places = Array.from({ length: 12 }, (_, i) => [160 + 320 * (i % 4), 120 + 240 * Math.floor(i / 4)]);
  const line = ([x, y], i) => [x, y, (x * 0.12 + 4 + (i % 2) * 0.3).toFixed(2), (y * 0.15 + 6 + (i === 5 ? 20 : 0)).toFixed(2)].join(',');
  await writeFile(pairs, `${places.map(line).join('\n')}\n`);
  const colour = ['--colour-width', '1280', '--colour-height', '720'];
  const made = await ward(['calibrate', '--pairs', pairs, '--out', out, '--picture', picture, ...colour]);
  assert.equal(made.code, 0, made.err);
  await refused(2, /outside|beyond/, ['calibrate', '--pairs', pairs, '--out', out]);
  assert.match(made.out, /^pair +6: \d+\.\d+ px  left out$/m);
  assert.equal(made.out.match(/left out$/gm).length, 1);
  assert.match(made.out, /RMS error 0\.\d+ thermal pixels over 11 pairs, 1 left out/);
  const drawn = await readFile(picture, 'utf8');
  assert.equal(drawn.match(/<circle/g).length, 12);
  assert.equal(drawn.match(/<circle[^>]*#c00/g).length, 1);
  if (process.env.WARD_KEEP) await writeFile(join(process.env.WARD_KEEP, 'error.svg'), drawn);

  await refused(2, /name it something\.svg/, ['calibrate', '--pairs', pairs, '--out', out, '--picture', join(directory, 'error.png')]);
  await writeFile(pairs, '1,2,3,4\n5,6,seven,8\n');
  await refused(2, /Line 2 is not colour_x,colour_y,thermal_x,thermal_y[^]*hint: /, ['calibrate', '--pairs', pairs, '--out', out]);
});

test('ward calibrate takes the pairs for those of the picture that a gate asks its camera for', async () => {
  const { out: toml } = await ward(['gate', '--print-config']);
  const { out: help } = await ward(['calibrate', '--help']);
  for (const side of ['width', 'height']) {
    const [, pixels] = toml.match(new RegExp(`^\\[camera\\][^[]*?^${side} = (\\d+)`, 'm'));
    assert.match(help, new RegExp(`--colour-${side} INT\\S* in \\[[^\\n]*\\]=${pixels}$`, 'm'));
  }
});

test('ward enroll takes two different people from a folder of pictures', async (t) => {
  const server = await startServer(t);
  await server.site('School');
  const directory = await temporary(t), faces = join(directory, 'faces');
  await mkdir(faces);
  await writeFile(join(directory, 'scenario.toml'), `[[scene]]
clip = "franck.mp4"
from = 20
seconds = 3
person = "Franck"
[[scene]]
portrait = "grace_hopper.jpg"
crop = "0.05 0 0.9 0.72"
seconds = 3
person = "Grace"
`);
  const config = join(directory, 'gate.toml');
  await writeFile(config, `models = "${join(repository, 'var/models')}"
[camera]
source = "simulated"
[simulation]
scenario = ${JSON.stringify(join(directory, 'scenario.toml'))}
media = "${join(repository, 'var/media')}"
`);
  const cut = await ward(['gate', '--config', config, '--snapshots', faces]);
  assert.equal(cut.code, 0, cut.err);
  assert.deepEqual((await readdir(faces)).sort(), ['Franck.jpg', 'Grace.jpg']);
  const enrolled = await ward(['enroll', '--server', server.url, '--site', 'School', faces], { env: { WARD_PASSWORD: password } });
  assert.equal(enrolled.code, 0, enrolled.out + enrolled.err);
  assert.match(enrolled.out, /2 of 2 enrolled, 0 refused/);
  assert.deepEqual((await server.admin.get('/people')).items.map((p) => [p.name, Boolean(p.enrolled_at)]), [['Franck', true], ['Grace', true]]);
  assert.equal((await server.admin.get('/sites')).items[0].templates, 2);
  await refused(4, /no site Nowhere[^]*at: --site/, ['enroll', '--server', server.url, '--site', 'Nowhere', faces], { env: { WARD_PASSWORD: password } });
});
