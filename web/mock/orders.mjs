// Orders of the mock: given to the made-up units, and coming back from made-up people.
import { absent, page, Refusal, within } from './answers.mjs';
import { random, uuid7 } from './data.mjs';

const MINUTE = 60_000;
const STEPS = ['delivered', 'read', 'acknowledged', 'done'];
const iso = (at) => new Date(at).toISOString();
const NAMES = ['王芳', '李伟', '张敏', '刘洋', '陈静', '杨磊', '黄强', '赵娜', '周杰', '吴霞'];

/** Four people for each unit within, each of whom has come so far with the chance `eager`. */
function recipientsFor(state, order, eager) {
  return state.units
    .filter((unit) => within(state, unit.id, order.unit))
    .flatMap((unit, u) =>
      NAMES.slice(u % 6, (u % 6) + 4).map((name, i) => {
        const row = { member: uuid7(), name, phone: `1000000${String(1000 + u * 7 + i)}`, unit: unit.id, unit_name: unit.name, reminded: 0, picture: null };
        let at = Date.parse(order.issued_at);
        let here = true;
        for (const step of STEPS) {
          here &&= random() < eager && STEPS.indexOf(step) <= STEPS.indexOf(order.asks);
          at += 3 * MINUTE * random();
          row[`${step}_at`] = here ? iso(at) : null;
        }
        return row;
      }),
    );
}

function progress(rows) {
  return { recipients: rows.length, ...Object.fromEntries(STEPS.map((step) => [step, rows.filter((row) => row[`${step}_at`]).length])) };
}

/** Gives an order to the made-up people of its unit. */
export function give(state, id, body, issued, eager, user) {
  const unit = state.units.find((one) => one.id === body.unit);
  if (!unit) throw new Refusal(404, 'unit.unknown', 'There is no such unit.', '没有这个单元。', 'unit');
  const order = {
    id, unit: unit.id, unit_name: unit.name, duties: [], picture: false, due_at: null, urgency: 'expected', tower: false, pass_minutes: 30, remind_minutes: null, public: false, supersedes: [], ...body,
    issued_at: iso(issued), issuer: `user:${user.id}`, issuer_name: user.name, state: 'active', ended_at: null, reason: null, superseded_by: null, progress: null,
  };
  for (const old of state.orders.filter((one) => order.supersedes.includes(one.id))) Object.assign(old, { state: 'superseded', ended_at: iso(issued), superseded_by: id });
  state.orders.unshift(order);
  state.recipients.set(id, recipientsFor(state, order, eager));
  state.lines.set(id, []);
  return order;
}

export function makeOrders(state, markup) {
  Object.assign(state, { orders: [], recipients: new Map(), lines: new Map() });
  const [city, town] = state.units;
  const admin = state.users[0];
  const now = Date.now();
  const texts = (zh, en) => [{ language: 'zh-CN', headline: zh + markup, text: `${zh}。请各单元立即落实，并逐级反馈。${markup}` }, { language: 'en', headline: en, text: `${en}. Every unit acts now and reports back.` }];
  const old = give(state, uuid7(now - 9e6), { unit: city.id, texts: texts('各卡口恢复测温', 'Measure temperatures at every gate again'), asks: 'read' }, now - 26 * 60 * MINUTE, 0.97, admin);
  give(state, uuid7(now - 8e6), { unit: city.id, texts: texts('各卡口测温并查验健康码', 'Measure temperatures and check health codes at every gate'), asks: 'done', picture: true, due_at: iso(now + 300 * MINUTE), urgency: 'immediate', tower: true, remind_minutes: 60, supersedes: [old.id] }, now - 70 * MINUTE, 0.88, admin);
  const second = give(state, uuid7(now - 7e6), { unit: town.id, texts: texts('今晚八点前完成租客排查', 'Check every tenant before eight this evening'), asks: 'acknowledged', duties: ['commander', 'landlord'] }, now - 30 * MINUTE, 0.8, admin);
  state.lines.get(second.id).push({ unit: town.id, unit_name: town.name, author: '陈伟', at: iso(now - 25 * MINUTE), text: `先查出租房集中的楼栋${markup}` });
}

const shown = (state, order) => ({ ...order, progress: progress(state.recipients.get(order.id)) });

function found(state, id) {
  const order = state.orders.find((one) => one.id === id);
  if (!order) throw new Refusal(404, 'order.none', 'There is no such order.', '没有这条指令。', 'id');
  return order;
}

const detail = (state, id) => ({ order: shown(state, found(state, id)), lines: state.lines.get(id), may: found(state, id).state === 'active' ? ['cancel', 'remind', 'supersede'] : [] });

function rollup(state, order, top) {
  const unit = state.units.find((one) => one.id === top);
  const rows = state.recipients.get(order.id);
  const of = (id) => rows.filter((row) => within(state, row.unit, id));
  const below = state.units.filter((one) => one.parent === top).map(({ id, code, name, kind }) => ({ unit: id, code, name, kind, progress: progress(of(id)), released_at: order.issued_at }));
  return { unit: top, unit_name: unit.name, progress: progress(of(top)), own: progress(rows.filter((row) => row.unit === top)), below };
}

export const orderRoutes = {
  'GET /orders': ({ state, query }) => {
    const rows = state.orders.filter((one) => (!query.has('state') || one.state === query.get('state')) && (!query.has('unit') || within(state, one.unit, query.get('unit')) || within(state, query.get('unit'), one.unit)));
    return page(rows.map((one) => shown(state, one)), query);
  },
  'POST /orders/audience': ({ state, body }) => {
    const units = state.units.filter((unit) => within(state, unit.id, body.unit)).length;
    return { recipients: units * (body.duties?.length ? body.duties.length : 4), units };
  },
  'GET /orders/{id}': ({ state, id }) => detail(state, id),
  'PUT /orders/{id}': ({ state, id, body, user, send }) => {
    if (body.public && body.tower) throw new Refusal(400, 'order.public_tower', 'What passes through the commanders is not public.', '塔式下达的指令不能公开。', 'public');
    const order = give(state, id, body, Date.now(), 0, user);
    send('order', { id, path: state.units.find((unit) => unit.id === order.unit).path });
    return detail(state, id);
  },
  'POST /orders/{id}/cancel': ({ state, id, body, send }) => {
    Object.assign(found(state, id), { state: 'cancelled', ended_at: iso(Date.now()), reason: body.reason });
    send('order', { id, path: '1/' });
    return detail(state, id);
  },
  'POST /orders/{id}/remind': ({ state, id }) => {
    const missing = state.recipients.get(id).filter((row) => !row[`${found(state, id).asks}_at`]);
    for (const row of missing) ++row.reminded;
    return { reminded: missing.length };
  },
  'GET /orders/{id}/rollup': ({ state, id, query }) => rollup(state, found(state, id), query.get('unit') ?? found(state, id).unit),
  'GET /orders/{id}/recipients': ({ state, id, query }) =>
    page(state.recipients.get(id).filter((row) => (!query.has('unit') || within(state, row.unit, query.get('unit'))) && (!query.has('without') || !row[`${query.get('without')}_at`])), query),
};

/** The order as CAP; not JSON, so the server of the mock sends it itself. */
export function capOf(state, id) {
  if (!state.orders.some((one) => one.id === id)) throw absent();
  return `<?xml version="1.0" encoding="UTF-8"?>\n<alert xmlns="urn:oasis:names:tc:emergency:cap:1.2"><identifier>${id}</identifier></alert>\n`;
}
