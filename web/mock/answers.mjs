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

const versionOf = (state, name) => state.versions?.[name] ?? 0;
/** A setting as it is answered: how often it was changed, and what it says. */
export const withVersion = (state, name, value) => ({ version: versionOf(state, name), ...value });

/** Whoever looked at an older one than `stored` is told, unless they say the same. */
export function amend(state, name, { version, ...value }, stored) {
  if (!Number.isInteger(version)) throw new Refusal(400, 'field.missing', 'version is missing.', '缺少 version。', 'version');
  if (version !== versionOf(state, name) && JSON.stringify(value) !== JSON.stringify(stored)) throw new Refusal(409, 'setting.version', 'Somebody else changed it meanwhile: look at what stands now.', '其他人已先修改，请先查看当前内容。', 'version');
  state.versions = { ...state.versions, [name]: versionOf(state, name) + 1 };
  return value;
}
