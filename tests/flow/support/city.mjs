// A small city in the running program, with people who log in.
import assert from 'node:assert/strict';
import { id, password, startServer } from './ward.mjs';

/**
 * The files of units and members, laid over an empty city (`settings`: of the server). Answers the server, the ids of all units by code, and for each
 * member an account of the member's own: the ids by name, and the sessions by name in small letters.
 */
export async function cityOf(t, { units, members }, settings = {}) {
  const server = await startServer(t, settings);
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

/** In each of these units, by code, a house "H-code" at "Road code" with the rooms 101, ...: their ids, rooms as "code-101". */
export async function housesIn(server, unit, codes, numbers) {
  const houses = {};
  const rooms = {};
  for (const code of codes) {
    houses[code] = id();
    await server.admin.put(`/premises/${houses[code]}`, { unit: unit[code], code: `H-${code}`, address: `Road ${code}`, kind: 'house', version: 0 });
    for (const number of numbers) {
      rooms[`${code}-${number}`] = id();
      await server.admin.put(`/rooms/${rooms[`${code}-${number}`]}`, { premises: houses[code], number, version: 0 });
    }
  }
  return { houses, rooms };
}
