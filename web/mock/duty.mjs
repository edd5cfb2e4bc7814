// The duty desk of the mock: the first unit has shifts with a gap in the night to come.
import { Refusal, upsert } from './answers.mjs';
import { uuid7 } from './data.mjs';

const HOUR = 3_600_000;
const iso = (at) => new Date(at).toISOString();

export function makeDuty(state, markup) {
  const [city] = state.units;
  const hour = Math.floor(Date.now() / HOUR) * HOUR;
  const people = ['骆建国', '何嘉懿', 'Anna Lindqvist', '王浩然'].map((name, i) => ({ id: uuid7(hour - 9e9), name: name + markup, phone: `1000000000${i + 1}`, account: null }));
  Object.assign(state, { shifts: [], handovers: [], members: people });
  for (const [i, member] of people.entries()) state.teams.get(city.id)[i || 0] ??= { post: { id: uuid7(hour), unit: city.id, member: member.id, duty: 'member', since: iso(hour - 9e9), until: null }, name: member.name };
  state.teams.get(city.id)[0].post.member = people[0].id;
  for (const [who, from, to] of [[0, -20, -9], [1, -9, -1], [2, -1, 7], [3, 3, 7], [0, 13, 22]]) {
    state.shifts.push({ id: uuid7(hour + from), unit: city.id, member: people[who].id, name: people[who].name, phone: people[who].phone, from: iso(hour + from * HOUR), to: iso(hour + to * HOUR) });
  }
  const said = ['东站卡口测温仪 14:20 更换，已恢复。C1002 有 2 起超期，已电话催办。', 'Two incidents of the night wait for the check; the team of G1003 was called.'];
  said.forEach((text, i) => state.handovers.unshift({ id: uuid7(hour - (9 - 8 * i) * HOUR), unit: city.id, author: people[i].name, at: iso(hour - (9 - 8 * i) * HOUR), text: text + markup }));
}

function gaps(shifts, from, to) {
  const out = [];
  let at = from;
  for (const shift of [...shifts].sort((a, b) => (a.from < b.from ? -1 : 1))) {
    const begins = Date.parse(shift.from);
    if (begins > at && at < to) out.push({ from: iso(at), to: iso(Math.min(begins, to)) });
    at = Math.max(at, Date.parse(shift.to));
  }
  if (at < to) out.push({ from: iso(at), to: iso(to) });
  return out;
}

export const dutyRoutes = {
  'GET /duty': ({ state, query }) => {
    const unit = query.get('unit');
    const at = query.has('at') ? Date.parse(query.get('at')) : Date.now();
    const shifts = state.shifts.filter((one) => one.unit === unit && Date.parse(one.to) > at - 24 * HOUR && Date.parse(one.from) < at + 24 * HOUR).sort((a, b) => (a.from < b.from ? -1 : 1));
    return {
      unit, at: iso(at), now: shifts.filter((one) => Date.parse(one.from) <= at && Date.parse(one.to) > at), shifts,
      notes: state.handovers.filter((one) => one.unit === unit), uncovered: gaps(shifts.filter((one) => Date.parse(one.to) > at), at, at + 24 * HOUR),
    };
  },
  'PUT /duty/shifts/{id}': ({ state, id, body }) => {
    if (body.to <= body.from) throw new Refusal(400, 'shift.ends', 'It ends before it begins.', '结束时间早于开始时间。', 'to');
    const seat = (state.teams.get(body.unit) ?? []).find(({ post }) => post.member === body.member);
    if (!seat) throw new Refusal(409, 'shift.outside', 'Only somebody in the team of the unit goes on duty there: put them into the team first.', '只有本单元队伍成员才能值班，请先将其加入队伍。', 'member');
    const member = state.members.find((one) => one.id === body.member);
    return upsert(state.shifts, id, { ...body, name: member?.name ?? seat.name, phone: member?.phone ?? '10000000001' }, () => ({}));
  },
  'DELETE /duty/shifts/{id}': ({ state, id }) => void (state.shifts = state.shifts.filter((one) => one.id !== id)),
  'PUT /duty/notes/{id}': ({ state, id, body, user }) => {
    const note = { id, unit: body.unit, author: user.name, at: iso(Date.now()), text: body.text };
    state.handovers.unshift(note);
    return note;
  },
};
