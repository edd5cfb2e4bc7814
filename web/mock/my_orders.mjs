// The orders that the mock's member received: one of each kind that the phone pages show.
import { Refusal } from './answers.mjs';
import { uuid7 } from './data.mjs';

const MINUTE = 60_000;
const iso = (at) => new Date(at).toISOString();
const STEPS = ['delivered', 'read', 'acknowledged', 'done'];
const none = () => Object.fromEntries(['recipients', ...STEPS].map((name) => [name, 0]));

function order(unit, minutes, texts, fields = {}) {
  const at = Date.now() - minutes * MINUTE;
  return {
    id: uuid7(at), unit: unit.id, unit_name: unit.name, texts, asks: 'acknowledged', picture: false, due_at: iso(Date.now() + 3 * 60 * MINUTE), urgency: 'expected', issued_at: iso(at),
    issuer_name: '骆建国', state: 'active', ended_at: null, reason: null, superseded_by: null, ...fields,
  };
}

const received = (one, grid, fields = {}) => ({ order: one, mine: { unit: grid.id, delivered_at: null, read_at: null, acknowledged_at: null, done_at: null, reminded: 0 }, lines: [], pass_on: [], ...fields });
const said = (language, headline, text) => ({ language, headline, text });

/** For the member `li`, who commands the first grid. */
export function makeMyOrders(state, markup) {
  const [city, , community, grid] = state.units;
  const everybody = order(city, 12, [
    said('zh-CN', `今晚 20 时前完成房屋登记${markup}`, '请逐户核对租客，未登记的当场登记。\n遇拒绝登记的，立即上报。'),
    said('en', `Register every room before 20:00 tonight${markup}`, 'Check the tenants house by house and register whoever is missing.\nReport at once who refuses.'),
    said('ar', 'سجّلوا جميع الغرف قبل الساعة 20:00', 'تحققوا من المستأجرين بيتاً بيتاً.'),
  ]);
  const done = order(community, 50, [said('zh-CN', '在楼道张贴通知', '请在每个楼道张贴通知，并拍照反馈。'), said('en', 'Put up the notice in every stairway', 'Put up the notice in every stairway and send a picture.')], { asks: 'done', picture: true, due_at: iso(Date.now() - 5 * MINUTE) });
  const newer = order(city, 90, [said('zh-CN', '卡口改为 24 小时值守', '自今日起卡口 24 小时值守。'), said('en', 'The gate is staffed around the clock', 'From today on the gate is staffed around the clock.')], { due_at: null });
  const older = order(city, 300, [said('zh-CN', '卡口 6 时至 22 时值守', '卡口值守时间为 6 时至 22 时。'), said('en', 'The gate is staffed from 6 to 22', 'From 6 to 22.')], { state: 'superseded', ended_at: newer.issued_at, superseded_by: newer.id });
  const cancelled = order(city, 400, [said('zh-CN', '明日集中检测', '明日 7 时起集中检测。'), said('en', 'Testing for everybody tomorrow', 'From 7 tomorrow.')], { state: 'cancelled', ended_at: iso(Date.now()), reason: '检测改期' });
  const line = { unit: community.id, unit_name: community.name, author: '王芳', at: iso(Date.now() - 8 * MINUTE), text: `先查出租房${markup}` };
  state.myOrders = [
    received(everybody, grid, { lines: [line], pass_on: [{ unit: grid.id, name: grid.name, released_at: iso(Date.now() + 18 * MINUTE) }] }),
    received(done, grid),
    received(newer, grid),
    received(older, grid),
    received(cancelled, grid),
  ];
}

function found(state, id) {
  const one = state.myOrders.find(({ order: each }) => each.id === id);
  if (!one) throw new Refusal(404, 'order.none', 'There is no such order.', '没有这条指令。', 'id');
  return one;
}

export const myOrderRoutes = {
  'GET /health': ({ now }) => ({ status: 'ok', version: '0.1.0', time: iso(now()) }),
  'GET /my-orders': ({ state }) => ({ items: state.myOrders, next: null }),
  'POST /orders/{id}/receipt': ({ state, id, body }) => {
    const one = found(state, id);
    if (one.order.state !== 'active') throw new Refusal(409, 'order.over', 'The order is over.', '该指令已结束。', 'id');
    if (body.step === 'done' && one.order.picture && !state.files.has(body.picture)) throw new Refusal(400, 'order.picture', 'It is done with a picture.', '完成时须附图片。', 'picture');
    for (const step of STEPS.slice(0, STEPS.indexOf(body.step) + 1)) one.mine[`${step}_at`] ??= iso(Date.now());
  },
  'POST /orders/{id}/lines': ({ state, id, body }) => {
    const one = found(state, id);
    const unit = one.pass_on.find((each) => each.unit === body.unit);
    one.pass_on = one.pass_on.filter((each) => each !== unit);
    if (unit) one.lines.push({ unit: unit.unit, unit_name: unit.name, author: '李静', at: iso(Date.now()), text: body.text ?? '' });
    const whole = { ...one.order, duties: [], tower: true, pass_minutes: 30, remind_minutes: null, public: false, issuer: 'user:1', supersedes: [], progress: none() };
    return { order: whole, lines: one.lines, may: [] };
  },
};
