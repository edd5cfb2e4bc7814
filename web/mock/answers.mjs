// What the routes of the mock share: refusing, paging, storing.

export class Refusal extends Error {
  constructor(status, code, en, zh, field) {
    super(en);
    Object.assign(this, { status, code, en, zh, field });
  }
}
export const absent = () => new Refusal(404, 'not_found', 'There is no such thing.', '没有找到。');

/** `after` is the offset of the next page here; the console must not care. */
export function page(rows, query) {
  const from = Number(query.get('after') ?? 0);
  const limit = Number(query.get('limit') ?? 50);
  return { items: rows.slice(from, from + limit), next: from + limit < rows.length ? String(from + limit) : null };
}

export function upsert(list, id, fields, make) {
  const found = list.find((one) => one.id === id);
  if (found) return Object.assign(found, fields);
  const made = { id, ...make(), ...fields };
  list.push(made);
  return made;
}

/** Whether a unit lies in another one, or is it. */
export function within(state, unit, top) {
  const pathOf = (id) => state.units.find((one) => one.id === id)?.path ?? '';
  return pathOf(unit).startsWith(pathOf(top));
}
