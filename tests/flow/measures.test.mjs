// What a finding of an inspection led to: proposed by who found it, told, decided by a head, delivered, appealed, paid;
// and a checklist that is answered at each visit.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { cityOf } from './support/city.mjs';
import { id, password } from './support/ward.mjs';

const units = 'code,name,kind,parent\nyw,Yiwu,city,\nt1,Choucheng,town,yw\nc1,Jiangbin,community,t1\ng1,First,grid,c1\n';
const members = 'unit,name,phone,duty\nyw,Mayor,10000000009,member\nt1,Qian,10000000008,member\nt1,Mayor,10000000009,commander\nc1,Qian,10000000008,commander\ng1,Zhao,10000000003,member\n';
const offences = [
  { code: 'undeclared', name: { en: 'Tenants not declared', zh: '未申报租客' }, basis: '《某条例》第二十八条', kinds: ['instruction', 'fine'], least_fen: 50_000, most_fen: 100_000, days_to_correct: 3 },
  { code: 'late', name: { en: 'Declared late', zh: '申报迟延' }, basis: '《某条例》第二十九条', kinds: ['notice'], least_fen: 0, most_fen: 0, days_to_correct: 15 },
];
const form = [
  { key: 'extinguisher', name: { en: 'Is there an extinguisher?', zh: '是否有灭火器？' }, kind: 'yes_no', required: true },
  { key: 'beds', name: { en: 'Beds', zh: '床位数' }, kind: 'number' },
];

// A draw of the town over its four houses, revealed to two inspectors who go together, and one visit that found something.
async function found(t) {
  const made = await cityOf(t, { units, members });
  const { server, unit, member } = made;
  for (let i = 0; i < 4; i++)
    await server.admin.put(`/premises/${id()}`, { unit: unit.g1, code: `H-${i}`, address: `Road ${i}`, kind: 'house', landlord: member.Zhao, version: 0 });
  const [li, wu] = [id(), id()];
  for (const [account, name] of [[li, 'li'], [wu, 'wu']]) await server.admin.put(`/users/${account}`, { name, role: 'inspector', password });
  const inspector = { li: await server.login('li'), wu: await server.login('wu') };
  const draw = id();
  await server.admin.put(`/draws/${draw}`, { unit: unit.t1, title: 'Landlords', sources: ['landlords'], takes: { landlords: 2 }, form });
  const revealed = await server.admin.post(`/draws/${draw}/reveal`, { inspectors: [li, wu], in_pairs: true });
  assert.deepEqual(revealed.form.map((one) => one.key), ['extinguisher', 'beds']);
  const [visit, other] = revealed.visits;
  await inspector.li.refused(400, 'field.missing', 'PUT', `/draws/${draw}/visits/${visit.item}`, { outcome: 'seen', declared: false, version: 0 });
  const seen = await inspector.li.put(`/draws/${draw}/visits/${visit.item}`, { outcome: 'seen', declared: false, answers: { extinguisher: false, beds: 12 }, note: 'Two not declared.', version: 0 });
  assert.deepEqual(seen.visits.find((one) => one.item === visit.item).answers, { extinguisher: false, beds: 12 });
  return { ...made, draw, visit, other, inspector, inspectors: [li, wu] };
}

const fine = ({ draw, visit, inspectors }) => ({ draw, item: visit.item, kind: 'fine', offence: 'undeclared', party: 'The landlord of Road 1', inspectors, fen: 80_000 });

test('a fine is found by two, told of, decided by a head who did not find it, delivered, reduced on review, and paid', async (t) => {
  const it = await found(t);
  const { server, unit, inspector, inspectors, mayor, qian } = it;
  const measure = id();
  await inspector.li.refused(400, 'measure.offence', 'PUT', `/measures/${measure}`, fine(it));
  await inspector.li.refused(403, 'access.role', 'PUT', '/offences', { version: 0, offences });
  await server.admin.refused(400, 'offence.limits', 'PUT', '/offences', { version: 0, offences: [{ ...offences[0], most_fen: 1 }] });
  assert.equal((await server.admin.put('/offences', { version: 0, offences })).offences.length, 2);
  assert.equal((await qian.get('/offences')).offences[1].least_fen, 0);

  // Proposed, once; within the limits, by two, for what was seen.
  await inspector.li.refused(400, 'measure.fen', 'PUT', `/measures/${measure}`, { ...fine(it), fen: 100_001 });
  await inspector.li.refused(400, 'measure.inspectors', 'PUT', `/measures/${measure}`, { ...fine(it), inspectors: [inspectors[0]] });
  await inspector.li.refused(409, 'measure.not_seen', 'PUT', `/measures/${measure}`, { ...fine(it), item: it.other.item });
  await server.admin.refused(404, 'visit.unknown', 'PUT', `/measures/${measure}`, fine(it));
  const proposed = await inspector.li.put(`/measures/${measure}`, fine(it));
  assert.deepEqual([proposed.state, proposed.fen, proposed.basis, proposed.can, proposed.unit_name], ['proposed', 80_000, '《某条例》第二十八条', ['tell'], 'First']);
  assert.deepEqual(proposed.inspectors.map((one) => one.name).toSorted(), ['li', 'wu']);
  assert.equal((await inspector.li.put(`/measures/${measure}`, fine(it))).number, proposed.number, 'sent again');
  await inspector.li.refused(409, 'measure.other', 'PUT', `/measures/${measure}`, { ...fine(it), fen: 60_000 });

  // Each step is whose it is.
  const step = (who, action, version, more = {}) => who.post(`/measures/${measure}/steps`, { id: id(), action, version, text: `why ${action}`, ...more });
  await inspector.li.refused(409, 'measure.tell_first', 'POST', `/measures/${measure}/steps`, { id: id(), action: 'decide', version: 1, text: 'why' });
  const telling = { id: id(), action: 'tell', version: 1, text: 'Told at the door.' };
  assert.equal((await inspector.wu.post(`/measures/${measure}/steps`, telling)).state, 'told');
  assert.equal((await inspector.wu.post(`/measures/${measure}/steps`, telling)).version, 2, 'sent again');
  await inspector.li.refused(409, 'measure.version', 'POST', `/measures/${measure}/steps`, { ...telling, id: id() });
  await inspector.li.refused(403, 'measure.part', 'POST', `/measures/${measure}/steps`, { id: id(), action: 'decide', version: 2, text: 'why' });
  await qian.refused(403, 'measure.part', 'POST', `/measures/${measure}/steps`, { id: id(), action: 'decide', version: 2, text: 'below the unit that had it drawn' });
  assert.equal((await step(mayor, 'decide', 2)).state, 'decided');
  await inspector.li.refused(400, 'measure.how', 'POST', `/measures/${measure}/steps`, { id: id(), action: 'deliver', version: 3, how: 'pigeon' });
  const delivered = await step(inspector.li, 'deliver', 3, { how: 'in_person', to: 'The landlord' });
  assert.deepEqual([delivered.state, delivered.delivery.to, delivered.late], ['delivered', 'The landlord', false]);
  assert.ok(delivered.deadlines.review && delivered.deadlines.sue && delivered.deadlines.carry_out);
  const centre = await server.user('centre');
  assert.equal((await step(centre, 'ask_review', 4)).state, 'appealed');
  const reduced = await step(centre, 'reduce', 5, { fen: 50_000 });
  assert.deepEqual([reduced.state, reduced.fen, reduced.review.outcome], ['reduced', 50_000, 'reduced']);
  const paid = await step(centre, 'carry_out', 6);
  assert.deepEqual([paid.state, paid.most_late_fen], ['carried_out', 0]);
  assert.deepEqual(paid.steps.map((one) => [one.action, one.actor_name]), [['propose', 'li'], ['tell', 'wu'], ['decide', 'Mayor'], ['deliver', 'li'], ['ask_review', 'centre'], ['reduce', 'centre'], ['carry_out', 'centre']]);

  // Lists, and who sees what.
  assert.deepEqual((await server.admin.get(`/measures?unit=${unit.g1}`)).items.map((one) => one.id), [measure]);
  assert.deepEqual((await server.admin.get('/measures?open=true')).items, []);
  assert.deepEqual((await server.admin.get('/measures?state=carried_out')).items.length, 1);
  assert.equal((await inspector.wu.get('/measures')).items.length, 1);
  await server.admin.put(`/users/${id()}`, { name: 'sun', role: 'inspector', password });
  const sun = await server.login('sun');
  assert.deepEqual((await sun.get('/measures')).items, [], 'an inspector sees what they found');
  await sun.refused(404, 'measure.unknown', 'GET', `/measures/${measure}`);
  await server.admin.refused(400, 'query.invalid', 'GET', '/measures?state=paid');

  // The journal says what happened, and nothing of whom it concerns.
  const rows = (await server.admin.get(`/journal?subject=${measure}`)).items;
  assert.equal(rows.length, 7);
  assert.ok(!JSON.stringify(rows).includes('landlord of Road'));
});

test('an instruction is decided by an inspector, and an offence that is in use cannot be left out', async (t) => {
  const it = await found(t);
  const { server, inspector } = it;
  await server.admin.put('/offences', { version: 0, offences });
  const measure = id();
  const proposed = await inspector.wu.put(`/measures/${measure}`, { ...fine(it), kind: 'instruction', fen: 0 });
  assert.deepEqual(proposed.can, ['decide']);
  await server.admin.refused(409, 'offence.missing', 'PUT', '/offences', { version: 1, offences: [offences[1]] });
  const decided = await inspector.wu.post(`/measures/${measure}/steps`, { id: id(), action: 'decide', version: 1 });
  assert.deepEqual([decided.state, decided.fen, decided.days], ['decided', 0, 3]);
  await inspector.wu.refused(400, 'measure.action', 'POST', `/measures/${measure}/steps`, { id: id(), action: 'propose', version: 2 });
});
