// The city around the demo's school: units and teams from files, incidents on their way, and an order that waits for
// the teams. Over the API, as a centre would do it.
import { readFileSync } from 'node:fs';
import { newId } from './api.mjs';

const reports = 8;
const below = async (call, unit) => (await call('GET', `/units?parent=${unit}&limit=500`)).items;

// The first grid on the way down that has households below it, with the units above.
async function wayDown(call) {
  const way = [(await call('GET', '/units')).items[0]];
  while (way.at(-1).kind !== 'grid') {
    const next = (await below(call, way.at(-1).id)).find((unit) => unit.kind === 'grid' || unit.units_below > 0);
    if (!next) throw new Error('the made-up city has no grid');
    way.push(next);
  }
  return way;
}

// An answer to each question that must be answered.
function answersTo(type) {
  const some = { choice: (field) => field.choices[0].value, yes_no: () => true, number: () => 1, text: () => '见描述 See above', date: () => new Date().toISOString().slice(0, 10) };
  return Object.fromEntries(type.form.filter((field) => field.required && some[field.kind]).map((field) => [field.key, some[field.kind](field)]));
}

// Reports from the grids of a community, of types that ask for no picture; the first half of them is on its way already.
async function reportAll(call, grids) {
  const { types } = await call('GET', '/incident-types');
  const plain = types.filter((type) => type.code !== 'fever_at_gate' && !type.form.some((field) => field.required && field.kind === 'picture'));
  for (const [i, type] of plain.slice(0, reports).entries()) {
    const incident = await call('PUT', `/incidents/${newId()}`, {
      type: type.code, unit: grids[i % grids.length].id, answers: answersTo(type), description: '请派人前往处理。 Please send somebody.',
      place: { address: `城南路 ${i + 1} 号`, latitude_e6: 29_300_000 + 1_000 * i, longitude_e6: 120_070_000 + 1_000 * i },
    });
    if (i >= reports / 2) continue;
    const act = (action, { id, version }) => call('POST', `/incidents/${id}/actions`, { id: newId(), action, version });
    const accepted = (await act('accept', incident)).incident;
    if (!type.verify) await act('file', accepted);
  }
}

// `units`, `members`: files. Who commands the grid of the school logs in as `grid`, with the administrator's password.
export async function settle({ call, password, units, members, school }) {
  for (const [what, file] of [['units', units], ['members', members]])
    await call('POST', `/units/import?what=${what}&dry_run=false`, readFileSync(file), 'text/csv');
  const way = await wayDown(call);
  const grid = way.at(-1);
  const { name, zone, capture_days } = (await call('GET', '/sites')).items.find((site) => site.id === school);
  await call('PUT', `/sites/${school}`, { name, zone, capture_days, unit: grid.id });

  const account = newId();
  await call('PUT', `/users/${account}`, { name: 'grid', role: 'member', password });
  const { member } = (await call('GET', `/units/${grid.id}/team`)).items.find(({ post }) => post.duty === 'commander');
  await call('PUT', `/members/${member.id}`, { name: member.name, phone: member.phone, account });

  await reportAll(call, await below(call, way.at(-2).id));
  await call('PUT', `/orders/${newId()}`, {
    unit: way[0].id, asks: 'acknowledged',
    texts: [
      { language: 'zh-CN', headline: '今晚消毒', text: '请于 20 点前完成楼道消毒。' },
      { language: 'en', headline: 'Disinfection tonight', text: 'Please have the stairs disinfected before 20:00.' },
    ],
  });
}
