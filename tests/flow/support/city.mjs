// A small city in the running program, with people who log in.
import assert from 'node:assert/strict';
import { id, password, startServer } from './ward.mjs';

/**
 * The files of units and members, laid over an empty city. Answers the server, the ids of all units by code, and for each
 * member an account of the member's own: the ids by name, and the sessions by name in small letters.
 */
export async function cityOf(t, { units, members }) {
  const server = await startServer(t);
  for (const [what, body] of Object.entries({ units, members })) {
    const done = await server.admin.call('POST', `/units/import?what=${what}&dry_run=false`, { body, headers: { 'Content-Type': 'text/csv' } });
    assert.equal(done.body.stored, true, JSON.stringify(done.body.faults));
  }
  const column = (file, index) => [...new Set(file.trim().split('\n').slice(1).map((row) => row.split(',')[index]))];
  const unit = {};
  for (const code of column(units, 0)) unit[code] = (await server.admin.get(`/units?q=${code}`)).items[0].id;
  const member = {};
  const people = {};
  for (const name of column(members, 1)) {
    const [one] = (await server.admin.get(`/members?q=${name}`)).items;
    const account = id();
    member[name] = one.id;
    await server.admin.put(`/users/${account}`, { name: name.toLowerCase(), role: 'member', password });
    await server.admin.put(`/members/${one.id}`, { name, phone: one.phone, account });
    people[name.toLowerCase()] = await server.login(name.toLowerCase());
  }
  return { server, unit, member, ...people };
}
