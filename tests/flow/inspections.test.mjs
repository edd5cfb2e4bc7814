// A draw of inspections in the running city: committed to, revealed, repeated by anybody with a command, visited, and
// what it says of the whole.
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { cityOf } from './support/city.mjs';
import { id, temporary, ward } from './support/ward.mjs';

const units = 'code,name,kind,parent\nyw,Yiwu,city,\nt1,Choucheng,town,yw\nc1,Jiangbin,community,t1\ng1,First,grid,c1\ng2,Second,grid,c1\n';
const members = 'unit,name,phone,duty\nc1,Wu,10000000001,member\ng1,Wu,10000000001,commander\ng2,Zhao,10000000003,member\n';

// Twelve landlords and four shops in two grids; Zhao has a post in the second one.
async function city(t) {
  const made = await cityOf(t, { units, members });
  const { server, unit, member } = made;
  for (let i = 0; i < 16; i++)
    await server.admin.put(`/premises/${id()}`, { unit: unit[i % 2 ? 'g1' : 'g2'], code: `H-${i}`, address: `Road ${i}`, kind: i < 12 ? 'house' : 'shop', landlord: member.Zhao, version: 0 });
  return made;
}

test('an inspector walks from door to door the short way, and to those of unknown place afterwards', async (t) => {
  const { server, unit, member } = await cityOf(t, { units, members });
  // Along a street of 100 m steps, in no order; the last one has no place.
  const steps = [3, 0, 4, 1, 2];
  for (const [i, step] of [...steps, undefined].entries()) {
    const place = step === undefined ? null : { latitude_e6: 29_300_000 + 900 * step, longitude_e6: 120_070_000 };
    const house = await server.admin.put(`/premises/${id()}`, { unit: unit.g1, code: `H-${step ?? 'unknown'}`, address: `Road ${i}`, kind: 'house', landlord: member.Zhao, place, version: 0 });
    assert.deepEqual(house.place, place);
  }
  const wrong = { unit: unit.g1, code: 'H-9', address: 'Road 9', kind: 'house', place: { latitude_e6: 90_000_001, longitude_e6: 0 }, version: 0 };
  assert.equal((await server.admin.refused(400, 'field.range', 'PUT', `/premises/${id()}`, wrong)).field, 'place.latitude_e6');
  const inspector = await server.user('inspector');
  const account = (await server.admin.get('/inspectors')).items[0].id;
  const where = id();
  await server.admin.put(`/draws/${where}`, { unit: unit.yw, title: 'All', sources: ['landlords'], total: 6, replacements: 0 });
  await server.admin.post(`/draws/${where}/reveal`, { inspectors: [account] });
  const route = await inspector.get(`/draws/${where}/route`);
  const order = route.items.map((one) => one.name);
  assert.ok([['H-0', 'H-1', 'H-2', 'H-3', 'H-4'], ['H-4', 'H-3', 'H-2', 'H-1', 'H-0']].some((way) => way.join() === order.slice(0, 5).join()), order.join());
  assert.equal(order[5], 'H-unknown');
  assert.ok(Math.abs(route.metres - 400) < 3, String(route.metres));
  assert.deepEqual(route.items[0].place.longitude_e6, 120_070_000);
});

test('anybody who has the frame, the commitment and what was revealed draws the same list', async (t) => {
  const { server, unit } = await city(t);
  const [inspector, police] = [await server.user('inspector'), await server.user('police')];
  const { items: users } = await server.admin.get('/users');
  const account = users.find((one) => one.name === 'inspector').id;
  const where = id();
  const asked = { unit: unit.yw, title: 'Landlords and shops', sources: ['landlords', 'shops'], total: 6, replacements: 1, public_value: 'Lottery of Sunday' };
  await inspector.refused(403, 'access.role', 'PUT', `/draws/${where}`, asked);
  const committed = await server.admin.put(`/draws/${where}`, asked);
  assert.deepEqual([committed.reveal, committed.visits, committed.figures], [null, [], null]);
  assert.deepEqual(committed.commitment.strata.map((one) => [one.stratum, one.items]), [['landlords', 12], ['shops', 4]]);
  assert.equal((await server.admin.put(`/draws/${where}`, asked)).commitment.secret, committed.commitment.secret, 'sent again');
  await server.admin.refused(409, 'draw.other', 'PUT', `/draws/${where}`, { ...asked, total: 7 });

  const frame = String(await inspector.get(`/draws/${where}/frame`));
  assert.equal(createHash('sha256').update(frame).digest('hex'), committed.commitment.frame);
  await server.admin.refused(409, 'draw.public_missing', 'POST', `/draws/${where}/reveal`, { inspectors: [account] });
  const revealing = { public_value: '01 05 12 + 7', inspectors: [account] };
  const revealed = await server.admin.post(`/draws/${where}/reveal`, revealing);
  assert.equal(createHash('sha256').update(revealed.reveal.secret).digest('hex'), committed.commitment.secret);
  assert.equal(revealed.visits.filter((one) => !one.replaces).length, 6);
  assert.ok(revealed.visits.every((one) => one.name.startsWith('H-') && one.inspectors[0].name === 'inspector'));
  assert.deepEqual((await server.admin.get('/inspectors')).items, [{ id: account, name: 'inspector' }]);
  await inspector.refused(403, 'access.role', 'GET', '/inspectors');
  const howFar = async () => (await police.get('/draws')).items.map((one) => [one.to_visit, one.visited])[0];
  assert.deepEqual(await howFar(), [6, 0]);
  assert.equal((await server.admin.post(`/draws/${where}/reveal`, revealing)).revealed_at, revealed.revealed_at, 'sent again');
  await server.admin.refused(409, 'draw.revealed', 'POST', `/draws/${where}/reveal`, { ...revealing, public_value: 'other' });
  assert.deepEqual((await police.get(`/draws/${where}`)).visits, [], 'who inspects nothing there sees no visits');

  // The command, on what was published.
  const directory = await temporary(t);
  const csv = ['id,stratum,unit', ...frame.trimEnd().split('\n').map((line) => line.split('\t')).map(([stratum, item, path]) => `${item},${stratum},${path}`)].join('\n');
  await writeFile(join(directory, 'frame.csv'), csv);
  await writeFile(join(directory, 'commitment.json'), JSON.stringify(revealed.commitment));
  const drawn = await ward(['draw', '--frame', join(directory, 'frame.csv'), '--commitment', join(directory, 'commitment.json'), '--seed', revealed.reveal.secret, '--public', revealing.public_value, '--replacements', '1']);
  assert.equal(drawn.code, 0, drawn.err);
  const listed = drawn.out.trim().split('\r\n').slice(1).map((line) => line.split(',')[3].replaceAll('"', ''));
  assert.deepEqual(listed.toSorted(), revealed.visits.map((one) => one.item).toSorted());

  // Visits: what does not exist is replaced, and the estimate follows what was found.
  const route = await inspector.get(`/draws/${where}/route`);
  assert.equal(route.left, 6);
  const [gone, ...rest] = route.items.filter((one) => one.stratum === 'landlords');
  const visit = (item, said, api = inspector) => api.put(`/draws/${where}/visits/${item}`, { version: 0, ...said });
  await visit(gone.item, { outcome: 'not_there', note: 'A building site.' });
  assert.equal((await inspector.get(`/draws/${where}/route`)).left, 6, 'a replacement has taken its place');
  assert.deepEqual(await howFar(), [7, 1]);
  for (const one of rest) await visit(one.item, { outcome: 'seen', declared: true });
  const shops = route.items.filter((one) => one.stratum === 'shops');
  for (const one of shops) await visit(one.item, { outcome: 'seen', declared: false });
  await visit(shops[0].item, { outcome: 'seen', declared: false }, inspector);
  await inspector.refused(409, 'visit.changed_meanwhile', 'PUT', `/draws/${where}/visits/${shops[0].item}`, { outcome: 'nobody', version: 0 });
  await inspector.refused(404, 'visit.unknown', 'PUT', `/draws/${where}/visits/${id()}`, { outcome: 'nobody', version: 0 });
  const { figures } = await inspector.get(`/draws/${where}`);
  const [landlords, shop] = figures.strata;
  assert.deepEqual([landlords.seen, landlords.declared, shop.seen, shop.declared], [rest.length, rest.length, shops.length, 0]);
  assert.equal(figures.estimate.rate, 7500, 'all landlords and no shop: 12 of 16');
  assert.ok(figures.estimate.interval.low < 7500 && figures.estimate.interval.high >= 7500 && figures.worst_case.rate.low <= 7500);
});

test('nobody inspects where they hold a post, and what nobody may inspect is named', async (t) => {
  const { server, unit } = await city(t);
  const account = (await server.admin.get('/users')).items.find((one) => one.name === 'zhao').id;
  const where = id();
  await server.admin.put(`/draws/${where}`, { unit: unit.yw, title: 'All', sources: ['shops'], takes: { shops: 4 } });
  const refused = await server.admin.refused(409, 'rotation.nobody', 'POST', `/draws/${where}/reveal`, { inspectors: [account] });
  assert.ok(refused.detail.length > 0);
  await server.admin.refused(404, 'draw.inspector', 'POST', `/draws/${where}/reveal`, { inspectors: [id()] });
  await server.admin.refused(404, 'draw.unit_unknown', 'PUT', `/draws/${id()}`, { unit: id(), title: 'x', sources: ['shops'], total: 1 });
  await server.admin.refused(400, 'frame.empty', 'PUT', `/draws/${id()}`, { unit: unit.yw, title: 'x', sources: ['enterprises'], total: 1 });
});
