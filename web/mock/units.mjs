// What the mock does to its pyramid: made, moved, merged, closed, and who is in the teams.
import { absent, page, Refusal } from './answers.mjs';

const iso = (at = Date.now()) => new Date(at).toISOString();
const unitOf = (state, id) => state.units.find((one) => one.id === id);

function moved(state, unit, parent) {
  const path = `${parent.path}${unit.path.split('/').at(-2)}/`;
  for (const one of state.units.filter((other) => other.path.startsWith(unit.path))) one.path = path + one.path.slice(unit.path.length);
  unit.parent = parent.id;
}

function putUnit(state, id, body) {
  const parent = body.parent ? unitOf(state, body.parent) : null;
  const unit = unitOf(state, id);
  if (state.units.some((one) => one.code === body.code && one.id !== id)) throw new Refusal(409, 'unit.code_taken', `Another unit has the code ${body.code}.`, `编号 ${body.code} 已被使用。`, 'code');
  if (!unit) {
    const made = { id, ...body, level: parent.level + 1, path: `${parent.path}${state.units.length + 1}/`, since: iso(), closed_at: null, merged_into: null, units_below: 0, posts: 0, commander: null };
    state.units.push(made);
    state.teams.set(id, []);
    return made;
  }
  if (parent && unit.parent !== parent.id) {
    if (unit.commander) {
      throw new Refusal(
        409, 'unit.commander_outside', `${unit.commander} commands ${unit.name} and so must be in the team of ${parent.name} for as long. Take ${unit.commander} into that team first, or give ${unit.name} another commander.`,
        `${unit.commander}是${unit.name}的指挥长，在任期间必须是${parent.name}的队伍成员。请先将${unit.commander}加入该队伍，或为${unit.name}另设指挥长。`, 'parent',
      );
    }
    moved(state, unit, parent);
  }
  return Object.assign(unit, { code: body.code, name: body.name });
}

export const unitRoutes = {
  'PUT /units/{id}': ({ state, id, body, send }) => {
    const unit = putUnit(state, id, body);
    send('unit', { path: unit.path });
    return unit;
  },
  'POST /units/{id}/close': ({ state, id }) => void (state.units = state.units.filter((one) => one.id !== id)),
  'POST /units/{id}/merge': ({ state, id, body }) => {
    const into = unitOf(state, body.into);
    if (unitOf(state, id).kind !== into.kind) throw new Refusal(400, 'unit.merge_kind', 'Only units of one kind are merged.', '只能合并同类型的单元。', 'into');
    for (const one of state.units.filter((other) => other.parent === id)) moved(state, one, into);
    state.units = state.units.filter((one) => one.id !== id);
    return into;
  },
  'GET /members': ({ state, query }) => {
    const q = query.get('q') ?? '';
    const { items } = page(state.members.filter((one) => one.name.startsWith(q) || one.phone.startsWith(q)), query);
    return { items };
  },
  'PUT /members/{id}': ({ state, id, body }) => {
    if (state.members.some((one) => one.phone === body.phone)) throw new Refusal(409, 'member.phone_taken', 'Somebody has this phone already.', '该电话已有人使用。', 'phone');
    const member = { id, account: null, ...body };
    state.members.push(member);
    return member;
  },
  'PUT /posts/{id}': ({ state, id, body, send }) => {
    const team = state.teams.get(body.unit);
    if (!team) throw absent();
    const post = { id, ...body, since: body.since ?? iso(), until: body.until ?? null };
    const at = team.findIndex((one) => one.post.id === id);
    const name = team[at]?.name ?? state.members.find((one) => one.id === body.member).name;
    if (at >= 0) team.splice(at, 1);
    if (!post.until || post.until > iso()) team.push({ post, name });
    unitOf(state, body.unit).commander = team.find((one) => one.post.duty === 'commander')?.name ?? null;
    send('unit', { path: unitOf(state, body.unit).path });
    return post;
  },
};
