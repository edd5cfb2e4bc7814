// An enterprise goes back to work: it applies, the grid looks, the authority approves by stages, it reports every day, is
// closed and opens again. Enterprises come one by one, and by lists.
import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { cityOf, housesIn } from './support/city.mjs';
import { id, passage, temporary, ward } from './support/ward.mjs';
import { workbook } from './support/workbook.mjs';

const units = 'code,name,kind,parent\nyw,Yiwu,city,\nt1,Choucheng,town,yw\nc1,Jiangbin,community,t1\ng1,First,grid,c1\ng2,Second,grid,c1\ne1,Zippers,enterprise,g1\n';
const members = 'unit,name,phone,duty\nc1,Wu,10000000001,member\ng1,Wu,10000000001,commander\ng1,Li,10000000002,member\ng2,Zhao,10000000003,member\ng1,Chen,10000000004,member\ne1,Chen,10000000004,commander\n';

const day = (from_today = 0) => new Date(Date.now() + 8 * 3600e3 + from_today * 86400e3).toISOString().slice(0, 10); // in Shanghai
const step = (name, more = {}) => ({ id: id(), step: name, ...more });
const plan = {
  resume_on: day(), workers: [{ region: '湖北省', count: 20 }, { region: '330000', count: 60 }], masks: 2000, masks_a_day: 160, thermometers: 4,
  isolation_rooms: 2, canteen: 'staggered', disinfection: 'Twice a day.', responsible: 'Chen', phone: '10000000004',
};

async function zippers(t) {
  const made = await cityOf(t, { units, members });
  await made.server.user('market_supervision');
  const market = await made.server.login('market_supervision');
  const where = id();
  await made.server.admin.put(`/enterprises/${where}`, { unit: made.unit.e1, name: 'Zippers', kind: 'factory', credit_code: '91350100m000100y43', version: 0 });
  const act = (api, name, more) => api.post(`/enterprises/${where}/steps`, step(name, more));
  const decide = (name, more) => market.post(`/enterprises/${where}/decisions`, step(name, more));
  return { ...made, market, where, act, decide };
}

test('from the application to work, by stages, to closing and reopening', async (t) => {
  const { server, where, act, decide, chen, li, zhao, market } = await zippers(t);
  const applied = await act(chen, 'apply', { plan });
  assert.deepEqual([applied.state, applied.credit_code, applied.people, applied.days_of_masks, applied.plan.workers[0].region], ['applied', '91350100M000100Y43', 80, 12, '420000']);
  await zhao.refused(404, 'enterprise.unknown', 'GET', `/enterprises/${where}`);
  await chen.refused(403, 'enterprise.own', 'POST', `/enterprises/${where}/steps`, step('check', { passed: true }));
  await li.refused(403, 'access.role', 'POST', `/enterprises/${where}/decisions`, step('approve', { cap: { from: day(), people: 40 } }));
  await market.refused(409, 'step.not_now', 'POST', `/enterprises/${where}/decisions`, step('approve', { cap: { from: day(), people: 40 } }));

  await act(li, 'check', { passed: false, note: 'No isolation room.' });
  await market.refused(409, 'enterprise.check_failed', 'POST', `/enterprises/${where}/decisions`, step('approve', { cap: { from: day(), people: 40 } }));
  await decide('return', { note: 'Two isolation rooms are needed.' });
  await act(chen, 'apply', { plan: { ...plan, isolation_rooms: 4 } });
  await act(li, 'check', { passed: true });
  await decide('approve', { cap: { from: day(), people: 40 }, note: 'One person a table.' });
  const open = await decide('set_cap', { cap: { from: day(7), people: 80 } });
  assert.deepEqual([open.state, open.cap, open.caps.length, open.conditions], ['approved', 40, 2, 'One person a table.']);
  assert.deepEqual(open.done.map((one) => one.step), ['set_cap', 'approve', 'check', 'apply', 'return', 'check', 'apply']);

  const report = (said) => chen.put(`/enterprises/${where}/days/${day()}`, said);
  assert.equal((await report({ present: 40, fevers: 0, highest_cc: 3690, version: 0 })).trouble, 'none');
  const over = await report({ present: 41, fevers: 0, version: 1 });
  assert.deepEqual([over.trouble, over.days[0].present, over.days[0].gates], ['over_cap', 41, null]);
  const { items } = await li.get('/incidents');
  assert.deepEqual(items.map((one) => one.type), ['enterprise_trouble']);
  assert.deepEqual((await market.get('/enterprises?trouble=over_cap')).items.map((one) => one.id), [where]);

  await decide('close', { note: 'Too many people twice.' });
  await chen.refused(409, 'enterprise.not_open', 'PUT', `/enterprises/${where}/days/${day()}`, { present: 1, fevers: 0, version: 2 });
  await market.refused(409, 'enterprise.check_failed', 'POST', `/enterprises/${where}/decisions`, step('reopen', { cap: { from: day(), people: 20 }, note: 'Mended.' }));
  await act(li, 'check', { passed: true });
  assert.equal((await decide('reopen', { cap: { from: day(), people: 20 }, note: 'Mended.' })).cap, 20);
  const { items: [city] } = await server.admin.get('/enterprises/numbers');
  assert.deepEqual([city.code, city.numbers.approved, city.numbers.closed, city.children[0].numbers.approved], ['yw', 1, 0, 1]);
  assert.equal((await ward(['check', ...server.where])).code, 0);
});

test('the own gates say how many came, beside what the enterprise says', async (t) => {
  const { server, where, act, decide, chen, li, unit } = await zippers(t);
  const site = await server.site();
  const gate = await server.device(site);
  const before = await server.admin.get(`/enterprises/${where}`);
  await server.admin.put(`/enterprises/${where}`, { unit: unit.e1, name: 'Zippers', kind: 'factory', credit_code: before.credit_code, site, version: before.version });
  await act(chen, 'apply', { plan });
  await act(li, 'check', { passed: true });
  await decide('approve', { cap: { from: day(), people: 40 } });
  await gate.api.post('/device/passages', { passages: [3650, 3710].map((temperature_cc) => passage(gate.id, { temperature_cc })) });
  const said = await chen.put(`/enterprises/${where}/days/${day()}`, { present: 30, fevers: 0, version: 0 });
  assert.deepEqual(said.days[0].gates, { people: 0, strangers: 2, feverish: 0, highest_cc: 3710 });
});

test('bad input is named', async (t) => {
  const { server, where, chen, unit } = await zippers(t);
  const refused = async (code, field, body) => assert.equal((await chen.refused(400, code, 'POST', `/enterprises/${where}/steps`, body)).field, field);
  await refused('plan.workers', 'plan.workers', step('apply', { plan: { ...plan, workers: [] } }));
  await refused('region.unknown', 'plan.workers[0].region', step('apply', { plan: { ...plan, workers: [{ region: 'Atlantis', count: 1 }] } }));
  await refused('step.whole', 'step', step('apply'));
  await refused('step.not_here', 'step', step('close', { note: 'x' }));
  const wrong = await server.admin.refused(400, 'enterprise.credit_code', 'PUT', `/enterprises/${id()}`, { unit: unit.e1, name: 'x', kind: 'shop', credit_code: '91350100M000100Y44', version: 0 });
  assert.equal(wrong.field, 'credit_code');
  await chen.refused(400, 'date.malformed', 'PUT', `/enterprises/${where}/days/today`, { present: 1, fevers: 0, version: 0 });
  await chen.refused(409, 'enterprise.not_open', 'PUT', `/enterprises/${where}/days/${day()}`, { present: 1, fevers: 0, version: 0 });
});

const lay = async (api, body, query = 'dry_run=false') => (await api.call('POST', `/enterprises/import?${query}`, { body, headers: { 'Content-Type': 'text/csv' } })).body;
const zipper_code = '91350100M000100Y43';
const listed = async (api) => (await api.get('/enterprises')).items.map((one) => [one.unit_name, one.name, one.credit_code, one.kind]);

test('a list in the encoding of an old spreadsheet, and as a workbook, is tried, stored, and stored again without a change', async (t) => {
  const { server, unit, wu } = await cityOf(t, { units, members });
  const { houses } = await housesIn(server, unit, ['g1'], []);
  // Under the title "复工企业名单" the columns "信用代码,单元编号,企业名称,行业,大厦,房屋编号", and two rows, in GB18030.
  const gb = (hex) => Buffer.from(hex, 'hex');
  const comma = Buffer.from(',');
  const file = Buffer.concat([
    gb('b8b4b9a4c6f3d2b5c3fbb5a5'), Buffer.from(',,,,,\r\n'),
    gb('d0c5d3c3b4fac2eb'), comma, gb('b5a5d4aab1e0bac5'), comma, gb('c6f3d2b5c3fbb3c6'), comma, gb('d0d0d2b5'), comma, gb('b4f3cfc3'), comma, gb('b7bfceddb1e0bac5'),
    Buffer.from(`\r\n${zipper_code.toLowerCase()},e1,`), gb('bdadb1f5c0adc1b4b3a7'), comma, gb('b9a4b3a7'), Buffer.from(',,H-g1\r\n,g1,'), gb('b1e3c3f1b3accad0'), comma, gb('c9ccb5ea'), Buffer.from(',3,\r\n'),
  ]);
  const tried = await lay(server.admin, file, '');
  assert.deepEqual([tried.encoding, tried.stored, tried.rows, tried.new_enterprises, tried.faulty, tried.ignored_columns], ['GB18030', false, 2, 2, 0, ['大厦']]);
  assert.deepEqual(await listed(server.admin), []);
  assert.equal((await lay(wu, file)).stored, true, 'a commander, within their units');
  assert.deepEqual(await listed(wu), [['First', '便民超市', '', 'shop'], ['Zippers', '江滨拉链厂', zipper_code, 'factory']]);
  const [, zippers] = (await wu.get('/enterprises')).items;
  assert.deepEqual([zippers.premises, zippers.state, zippers.version], [houses.g1, 'known', 1]);
  const again = await lay(wu, file);
  assert.deepEqual([again.stored, again.unchanged, again.new_enterprises, again.changed_enterprises], [true, 2, 0, 0]);

  const rows = [['复工企业名单', '', '', ''], ['信用代码', '所属单元', '企业名称', '类型'], [zipper_code, 'e1', '江滨拉链厂', ''], ['', 'g1', '便民超市', '餐饮']];
  const sent = await lay(server.admin, workbook(rows, ['A1:D1']));
  assert.deepEqual([sent.encoding, sent.unchanged, sent.changed_enterprises, sent.faulty], ['', 1, 1, 0], JSON.stringify(sent));
  assert.deepEqual((await listed(wu))[0], ['First', '便民超市', '', 'restaurant']);
  assert.deepEqual((await server.admin.get('/journal?type=enterprises.imported')).items.length, 2, 'a row for each file that changed something');
  assert.equal((await server.admin.get('/enterprises/numbers')).items[0].numbers.known, 2);
  assert.equal((await ward(['check', ...server.where])).code, 0);
});

test('one bad row of many stores nothing, and each is named', async (t) => {
  const { server, wu } = await cityOf(t, { units, members });
  const head = 'credit_code,unit,name,kind,premises\n';
  const bad = `${head},g1,Shop,shop,\n91350100M000100Y44,g1,A,,\n,nowhere,B,,\n,g1,,,\n,g1,C,castle,\n,g1,D,,H-9\n,g2,E,,\n,g1,Shop,,\n`;
  const refused = await lay(wu, bad);
  assert.deepEqual([refused.stored, refused.rows, refused.new_enterprises, refused.faulty], [false, 8, 1, 7]);
  assert.deepEqual(refused.faults.map((one) => `${one.row} ${one.field} ${one.code}`), [
    '3 credit_code enterprise.credit_code', '4 unit enterprise.unit_unknown', '5 name enterprise.name', '6 kind enterprise.kind', '7 premises premises.unknown', '8 unit access.unit', '9 name enterprise.twice',
  ]);
  const chinese = await wu.call('POST', '/enterprises/import', { body: `${head},g1,C,castle,\n`, headers: { 'Content-Type': 'text/csv', 'Accept-Language': 'zh-CN' } });
  assert.equal(chinese.body.faults[0].message, '“castle”不是企业类型。');
  assert.deepEqual(await listed(server.admin), []);

  const many = Array.from({ length: 5000 }, (_, i) => `,${i === 4321 ? 'g9' : 'g1'},Shop ${i},shop,\n`).join('');
  const one = await lay(wu, head + many);
  assert.deepEqual([one.stored, one.faults.map(({ row, code }) => [row, code])], [false, [[4323, 'enterprise.unit_unknown']]]);
  assert.equal((await server.admin.get('/enterprises/numbers')).items[0].numbers.known, 0);
  const all_bad = await lay(wu, head + ',g9,X,,\n'.repeat(1001));
  assert.deepEqual([all_bad.faulty, all_bad.faults.length], [1001, 1000]);
  assert.equal((await lay(wu, 'a,b\n1,2\n')).code, 'table.missing_columns');
  assert.equal((await lay(wu, bad, 'dry_run=false&good_rows=true')).stored, true, 'the others, when that is asked for');
  assert.deepEqual((await listed(server.admin)).map((each) => each[1]), ['Shop']);
});

test('a list reaches the units of whoever sends it alone, and leaves the way back to work as it is', async (t) => {
  const { server, where, act, decide, chen, li, wu, zhao, market, unit } = await zippers(t);
  await act(chen, 'apply', { plan });
  await act(li, 'check', { passed: true });
  await decide('approve', { cap: { from: day(), people: 40 } });
  await server.admin.put(`/enterprises/${id()}`, { unit: unit.g2, name: 'Market', kind: 'market', version: 0 });

  const laid = await lay(wu, `credit_code,unit,name,kind\n${zipper_code},,Zippers and buttons,factory\n`);
  assert.deepEqual([laid.stored, laid.changed_enterprises], [true, 1]);
  const after = await server.admin.get(`/enterprises/${where}`);
  assert.deepEqual([after.name, after.state, after.cap, after.passed, after.people, after.done.length], ['Zippers and buttons', 'approved', 40, true, 80, 3]);
  assert.equal((await server.admin.get('/enterprises/numbers')).items[0].numbers.approved, 1);

  const taken = await lay(wu, 'unit,name,kind\ng2,Market,shop\n');
  assert.deepEqual(taken.faults.map((one) => one.code), ['access.unit']);
  await li.refused(403, 'access.role', 'POST', '/enterprises/import', 'name\nx\n');
  await zhao.refused(403, 'access.role', 'POST', '/enterprises/import', 'name\nx\n');
  const moved = await lay(market, `credit_code,unit,name\n${zipper_code},g2,\n`);
  assert.deepEqual([moved.stored, moved.changed_enterprises], [true, 1]);
  const away = await lay(wu, `credit_code,unit,name\n${zipper_code},g1,Zippers\n`);
  assert.deepEqual(away.faults.map((one) => [one.field, one.code]), [['credit_code', 'access.unit']], 'somebody else has it now');
  assert.equal((await ward(['check', ...server.where])).code, 0);
});

test('a list is laid from the command line, too, fifty thousand of them in seconds', async (t) => {
  const { server } = await cityOf(t, { units, members });
  const file = join(await temporary(t), 'enterprises.csv');
  await writeFile(file, `unit,name,kind\n${Array.from({ length: 50_000 }, (_, i) => `g${1 + (i % 2)},Shop ${i},shop\n`).join('')}`);
  const command = ['city', 'import', '--enterprises', file, ...server.where];
  const tried = await ward([...command, '--dry-run']);
  assert.match(tried.out, /50000 rows; enterprises 50000 new, 0 changed; 0 already so; 0 at fault; nothing stored/);
  const begun = Date.now();
  assert.equal((await ward(command)).code, 0);
  t.diagnostic(`${Date.now() - begun} ms`);
  assert.equal((await server.admin.get('/enterprises/numbers')).items[0].numbers.known, 50_000);
  assert.match((await ward(command)).out, /50000 already so/);
});
