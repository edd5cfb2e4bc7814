// Channels of the mock, what was sent through them, and the keys of Open311.
import { page, Refusal, upsert } from './answers.mjs';
import { uuid7 } from './data.mjs';

const MINUTE = 60_000;
const iso = (at) => new Date(at).toISOString();

function delivery(channel, ago, fields) {
  const at = Date.now() - ago * MINUTE;
  return { id: uuid7(at), channel: channel.id, created_at: iso(at), state: 'sent', test: false, events: 1, tries: 1, due_at: null, done_at: iso(at + MINUTE), error: null, request: null, text: ['3 起事件等待处理：稠城街道（人员聚集 2，发热 1）'], ...fields };
}

export function makeChannels(state, markup) {
  const town = state.units[1];
  const make = (kind, name, target, fields = {}) => ({ id: uuid7(), kind, name: name + markup, unit: null, events: ['incident.report', 'incident.paged'], language: 'zh', target, signed: false, created_at: iso(Date.now() - 9_000 * MINUTE), ...fields });
  const mail = make('email', '值班室邮箱', ['duty@city.example', 'deputy@city.example']);
  const robot = make('dingtalk', '稠城街道工作群', ['oapi.dingtalk.com'], { unit: town.id, signed: true, events: ['incident.paged', 'order.issued', 'order.reminded', 'order.cancelled'] });
  const other = make('webhook', 'Hospital bed system', ['beds.hospital.example'], { unit: state.site.id, signed: true, events: ['alarm.raised'], language: 'en' });
  const city = make('open311', 'Next city', ['next.example'], { signed: true, events: ['incident.report'], language: 'en', jurisdiction_id: 'next.example', services: [{ type: 'garbage', service_code: '007' }] });
  state.channels = [mail, robot, other, city];
  state.deliveries = [
    delivery(mail, 4, {}),
    delivery(robot, 9, { state: 'waiting', tries: 5, done_at: null, due_at: iso(Date.now() + 3 * MINUTE), error: 'oapi.dingtalk.com 在 10 秒内没有应答' + markup, events: 7 }),
    delivery(robot, 2, { state: 'waiting', tries: 0, done_at: null, due_at: iso(Date.now() + MINUTE), events: 4, text: [] }),
    delivery(other, 1_500, { state: 'gave_up', tries: 98, error: 'beds.hospital.example answered 502', text: ['An alarm of a gate at Harbour Campus: fever.'] }),
    delivery(city, 30, { text: ['New: garbage at Choucheng Street.'], request: { incident: uuid7(), service_request_id: '2026-118', token: null, status: 'closed', status_notes: 'Taken away on Tuesday.', asked_at: iso(Date.now() - 5 * MINUTE) } }),
    delivery(mail, 2_000, { test: true, text: ['测试消息'] }),
  ].sort((a, b) => (a.created_at < b.created_at ? 1 : -1));
  state.open311Keys = [
    { id: uuid7(), name: '12345 热线' + markup, unit: state.units[0].id, jurisdiction: 'yiwu.example', revoked: false, created_at: iso(Date.now() - 8_000 * MINUTE) },
    { id: uuid7(), name: 'Old app', unit: town.id, jurisdiction: 'old.example', revoked: true, created_at: iso(Date.now() - 9_000 * MINUTE) },
  ];
}

const host = (url) => new URL(url).host;

export const channelRoutes = {
  'GET /channels': ({ state }) => ({ items: state.channels }),
  'PUT /channels/{id}': ({ state, id, body: { target, secret, ...fields } }) => {
    const isMail = fields.kind === 'email';
    if (target && !isMail && !/^https?:\/\//.test(target[0])) throw new Refusal(400, 'channel.url', 'This is no http or https address.', '这不是 http 或 https 地址。', 'target');
    return upsert(state.channels, id, { ...fields, ...(target && { target: isMail ? target : target.map(host) }), ...(secret && { signed: true }) }, () => ({ signed: false, created_at: iso(Date.now()) }));
  },
  'DELETE /channels/{id}': ({ state, id }) => void (state.channels = state.channels.filter((one) => one.id !== id)),
  'POST /channels/{id}/test': ({ state, id, chinese }) => {
    const channel = state.channels.find((one) => one.id === id);
    const failed = channel.kind === 'webhook';
    const sent = delivery(channel, 0, { test: true, text: ['Test'], ...(failed && { state: 'gave_up', error: chinese ? `${channel.target[0]} 返回 502` : `${channel.target[0]} answered 502` }) });
    state.deliveries.unshift(sent);
    return sent;
  },
  'GET /deliveries': ({ state, query }) => page(state.deliveries.filter((one) => (!query.has('channel') || one.channel === query.get('channel')) && (!query.has('state') || one.state === query.get('state'))), query),
  'GET /open311-keys': ({ state }) => ({ items: state.open311Keys }),
  'PUT /open311-keys/{id}': ({ state, id, body }) => ({ key: upsert(state.open311Keys, id, body, () => ({ revoked: false, created_at: iso(Date.now()) })), api_key: 'o3_mock-key-5Tg8' }),
  'DELETE /open311-keys/{id}': ({ state, id }) => void (state.open311Keys.find((one) => one.id === id).revoked = true),
};
