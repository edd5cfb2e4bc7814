// A small stand-in for `ward serve`: serves the built console and answers the API from made-up data (data.mjs).
// For the browser tests and for work on pages:  node mock/server.mjs [port]   (log in as admin / correct horse)
import { createReadStream, existsSync, readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { extname, join, normalize } from 'node:path';
import { fileURLToPath } from 'node:url';
import { absent, page, Refusal, upsert } from './answers.mjs';
import { assessmentRoutes, makePast } from './assessment.mjs';
import { channelRoutes, makeChannels } from './channels.mjs';
import * as data from './data.mjs';
import { declarationRoutes, makeDeclarations } from './declarations.mjs';
import { drawRoutes, frameOf, makeDraws } from './draws.mjs';
import { dutyRoutes, makeDuty } from './duty.mjs';
import { enterpriseRoutes, makeEnterprises } from './enterprises.mjs';
import { formRoutes } from './forms.mjs';
import { incidentRoutes, makeIncidents, openIncidents } from './incidents.mjs';
import { makeMeasures, measureRoutes } from './measures.mjs';
import { makeMyOrders, myOrderRoutes } from './my_orders.mjs';
import { capOf, makeOrders, orderRoutes } from './orders.mjs';
import { makeNotices, noticeRoutes } from './notices.mjs';
import { makePremises, premisesRoutes } from './premises.mjs';
import { makePublicNotices, publicNoticeRoutes } from './public_notices.mjs';
import { makeProposals, makeResidents, residentRoutes } from './residents.mjs';
import { makeRounds, roundRoutes } from './rounds.mjs';
import { unitRoutes } from './units.mjs';
import { makeWarnings, warningRoutes } from './warnings.mjs';

const DIST = fileURLToPath(new URL('../dist/', import.meta.url));
const TYPES = { '.html': 'text/html; charset=utf-8', '.js': 'text/javascript', '.css': 'text/css', '.svg': 'image/svg+xml', '.png': 'image/png', '.webmanifest': 'application/manifest+json' };
const NO_MAP = { tiles: '', attribution: '', max_zoom: 18 };
/** As src/http/wire.cpp says it: nothing from elsewhere but the pictures of a map that is set up. */
const policy = ({ tiles }) =>
  `default-src 'self'; img-src 'self' data: blob:${/^http/.test(tiles) ? ` ${new URL(tiles).origin}` : ''}; media-src 'self' data: blob:; style-src 'self' 'unsafe-inline'; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'`;
const PASSWORD = 'correct horse';

function filtered(state, query) {
  const is = (key, value) => !query.has(key) || query.get(key) === String(value);
  return state.passages.filter(
    (row) =>
      is('site', row.site) && is('device', row.device) && is('person', row.person) && is('outcome', row.outcome) && is('mask', row.mask) &&
      (!query.has('reason') || row.reasons.includes(query.get('reason'))) &&
      (!query.has('group') || state.people.find((p) => p.id === row.person)?.group === query.get('group')) &&
      (!query.has('from') || row.at >= new Date(query.get('from')).toISOString()) && (!query.has('to') || row.at < new Date(query.get('to')).toISOString()) &&
      (!query.has('min_cc') || (row.temperature_cc ?? 0) >= Number(query.get('min_cc'))) && (!query.has('max_cc') || (row.temperature_cc ?? 9999) <= Number(query.get('max_cc'))) &&
      (query.get('strangers') !== 'true' || row.person === null),
  );
}

const counted = (state, unit) => ({ ...unit, units_below: state.units.filter((one) => one !== unit && one.path.startsWith(unit.path)).length, incidents_open: openIncidents(state, unit.id) });

/** The routes: "METHOD /path" with {id}; each gets {state, id, query, body, user, send} and returns the answer. */
const routes = {
  ...unitRoutes,
  ...incidentRoutes,
  ...assessmentRoutes,
  ...orderRoutes,
  ...dutyRoutes,
  ...myOrderRoutes,
  ...channelRoutes,
  ...premisesRoutes,
  ...residentRoutes,
  ...roundRoutes,
  ...declarationRoutes,
  ...enterpriseRoutes,
  ...formRoutes,
  ...drawRoutes,
  ...measureRoutes,
  ...noticeRoutes,
  ...publicNoticeRoutes,
  ...warningRoutes,
  'GET /session': ({ user }) => user,
  'DELETE /session': () => undefined,
  'GET /me': ({ state, user }) => data.whoIs(state, user),
  'PUT /session/password': ({ body }) => {
    if (body.old !== PASSWORD) throw new Refusal(400, 'password.wrong', 'The current password is not right.', '当前密码不正确。', 'old');
  },
  'GET /users': ({ state, user }) => {
    if (!['administrator', 'auditor'].includes(user.role)) throw new Refusal(403, 'access.denied', 'Your account may not do this.', '您的账号无权进行此操作。');
    return { items: state.users };
  },
  'PUT /users/{id}': ({ state, id, body: { password: _, ...fields } }) => upsert(state.users, id, fields, () => ({ sites: [], units: [], disabled: false, created_at: new Date().toISOString() })),
  'GET /units': ({ state, query }) => {
    const q = query.get('q');
    if (q) return page(state.units.filter((unit) => unit.code.startsWith(q) || unit.name.startsWith(q)).map((unit) => counted(state, unit)), query);
    return { items: state.units.filter((unit) => unit.parent === query.get('parent')).map((unit) => counted(state, unit)), next: null };
  },
  'GET /units/{id}': ({ state, id }) => {
    const unit = state.units.find((one) => one.id === id);
    const above = state.units.filter((one) => one !== unit && unit?.path.startsWith(one.path)).map(({ id: key, code, name }) => ({ id: key, code, name }));
    return unit && { ...counted(state, unit), above, past: [] };
  },
  'GET /units/{id}/team': ({ state, id }) => ({
    items: (state.teams.get(id) ?? []).map(({ post, name }) => ({ post, member: { id: post.member, name, phone: '10000000001', account: null } })),
  }),
  'POST /units/import': ({ query, text }) => {
    const rows = text.trim().split('\n').slice(1);
    const faults = rows.flatMap((row, i) => (row.endsWith('nowhere') ? [{ row: i + 2, code: 'unit.parent_unknown', field: 'parent', message: 'There is no unit nowhere above it.' }] : []));
    return {
      stored: query.get('dry_run') === 'false', rows: rows.length, new_units: rows.length - faults.length, changed_units: 0, new_members: 0, changed_members: 0,
      new_posts: 0, changed_posts: 0, unchanged: 0, faulty: faults.length, faults, encoding: 'UTF-8', ignored_columns: [],
    };
  },
  'GET /map': ({ state }) => state.map,
  'GET /sites': ({ state }) => ({ items: state.sites }),
  'PUT /sites/{id}': ({ state, id, body }) => upsert(state.sites, id, { unit: null, ...body }, () => ({ zone: 'UTC', capture_days: 0, people: 0, templates: 0 })),
  'GET /sites/{id}/policy': ({ state, id }) => state.policies.get(id) ?? data.policy(),
  'PUT /sites/{id}/policy': ({ state, id, body }) => {
    state.policies.set(id, { ...body, version: `v${Date.now()}` });
    return state.policies.get(id);
  },
  'PUT /sites/{id}/open-all': ({ state, id, body }) => Object.assign(state.policies.get(id), { open_all: body.open }),
  'GET /groups': ({ state, query }) => ({ items: state.groups.filter((group) => group.site === query.get('site')) }),
  'PUT /groups/{id}': ({ state, id, body }) => upsert(state.groups, id, body, () => ({ people: 0 })),
  'DELETE /groups/{id}': ({ state, id }) => {
    const at = state.groups.findIndex((group) => group.id === id);
    if (state.groups[at]?.people > 0) throw new Refusal(409, 'group.not_empty', 'This group still has people.', '该分组中还有人员。');
    state.groups.splice(at, 1);
  },
  'GET /people': ({ state, query }) => {
    const q = query.get('q') ?? '';
    return page(state.people.filter((p) => p.site === query.get('site') && (!query.has('group') || p.group === query.get('group')) && (p.name.startsWith(q) || p.number?.startsWith(q))), query);
  },
  'GET /people/{id}': ({ state, id }) => state.people.find((p) => p.id === id),
  'PUT /people/{id}': ({ state, id, body }) => {
    const group_name = state.groups.find((group) => group.id === body.group)?.name ?? null;
    return upsert(state.people, id, { ...body, group_name }, () => ({ group: null, number: null, enrolled_at: null, pass_made_at: null, created_at: new Date().toISOString() }));
  },
  'DELETE /people/{id}': ({ state, id }) => void (state.people = state.people.filter((p) => p.id !== id)),
  'PUT /people/{id}/face': ({ state, id, query, size }) => {
    if (size < 500) throw new Refusal(400, 'face.none', 'No face was found in this picture.', '图片中没有找到人脸。');
    if (size % 2 === 0 && query.get('allow_duplicate') !== 'true') throw new Refusal(409, 'face.duplicate', `This face is already enrolled for ${state.people[0].name}.`, `该人脸已登记为${state.people[0].name}。`);
    const person = state.people.find((p) => p.id === id);
    person.enrolled_at = new Date().toISOString();
    return { person, height_px: 240, sharpness: 320, quality_milli: 870 };
  },
  'PUT /people/{id}/pass': ({ state, id }) => {
    const person = state.people.find((p) => p.id === id);
    person.pass_made_at = new Date().toISOString();
    return { person, pass: 'WARD1:0123456789ABCDEF0123456789ABCDEF' };
  },
  'DELETE /people/{id}/pass': ({ state, id }) => void (state.people.find((p) => p.id === id).pass_made_at = null),
  'DELETE /people/{id}/face': ({ state, id }) => void (state.people.find((p) => p.id === id).enrolled_at = null),
  'GET /devices': ({ state, query }) => ({ items: state.devices.filter((one) => one.site === query.get('site')) }),
  'PUT /devices/{id}': ({ state, id, body }) => {
    const isNew = !state.devices.some((one) => one.id === id);
    const device = upsert(state.devices, id, body, () => ({ kind: 'gate', revoked: false, created_at: new Date().toISOString(), online: false, last_seen: null, health: null, drift: null }));
    return isNew ? { device, key: 'wk_8Jr2-mock-key-Vb71' } : { device };
  },
  'DELETE /devices/{id}': ({ state, id }) => void (state.devices.find((one) => one.id === id).revoked = true),
  'POST /devices/{id}/key': ({ state, id }) => ({ device: state.devices.find((one) => one.id === id), key: 'wk_9Ls4-mock-key-Qx05' }),
  'GET /devices/{id}/temperatures': ({ state, id, query }) => data.temperatures(state.devices.find((one) => one.id === id), query.get('to')),
  'GET /passages': ({ state, query }) => page(filtered(state, query), query),
  'GET /passages/counts': ({ state, query }) => ({
    items: state.devices
      .map((gate) => ({ gate, rows: filtered(state, query).filter((row) => row.device === gate.id) }))
      .filter(({ rows }) => rows.length > 0)
      .map(({ gate, rows }) => ({ device: gate.id, ...Object.fromEntries(['admit', 'refuse', 'retest', 'call_staff'].map((outcome) => [outcome, rows.filter((row) => row.outcome === outcome).length])) })),
  }),
  'GET /passages/{id}': ({ state, id }) => state.passages.find((row) => row.id === id),
  'GET /alarms': ({ state, query }) => page(state.alarms.filter((one) => (!query.has('site') || one.site === query.get('site')) && (query.get('open') !== 'true' || !one.acknowledged_at)).sort((a, b) => (a.at < b.at ? 1 : -1)), query),
  'POST /alarms/{id}/acknowledge': ({ state, id, body, user, send }) => {
    const alarm = state.alarms.find((one) => one.id === id);
    if (!alarm) throw absent();
    if (!alarm.acknowledged_at) Object.assign(alarm, { acknowledged_at: new Date().toISOString(), acknowledged_by: user.name, note: body.note ?? null });
    send('alarm', alarm);
    return alarm;
  },
  'GET /journal': ({ state, query }) => page(state.journal.filter((row) => (!query.get('type') || row.type === query.get('type')) && (!query.get('subject') || row.subject === query.get('subject'))), query),
};

function match(routes, method, path) {
  const [, concept, id, ...rest] = path.split('/');
  const named = [concept, id && '{id}', ...rest].filter(Boolean).join('/');
  for (const key of [`${method} ${path}`, `${method} /${named}`]) if (routes[key]) return { key, id };
  const below = `${method} /${concept}/${id}/{id}`;
  if (routes[below]) return { key: below, id: rest[0] };
  for (const name of ['room', 'item']) {
    const key = `${method} /${concept}/{id}/${rest[0]}/{${name}}`;
    if (routes[key]) return { key, id, room: rest[1], item: rest[1] };
  }
  return null;
}

async function read(request) {
  const chunks = [];
  for await (const chunk of request) chunks.push(chunk);
  return Buffer.concat(chunks);
}

/**
 * Starts the mock. `onAnswer(key, status, body)` sees every JSON answer, to check it against openapi.yaml. `more`: routes that a test brings
 * along, with what they answer from; `make(state)` is called first.
 */
export async function start({ port = 0, hostile = false, seconds = 0, map = NO_MAP, onAnswer = () => {}, more = {}, make = () => {} } = {}) {
  const all = { ...routes, ...more };
  const state = data.makeState({ hostile });
  state.map = map;
  makeIncidents(state, state.markup);
  makePast(state, state.markup);
  makeOrders(state, state.markup);
  makePublicNotices(state, state.markup);
  makeDuty(state, state.markup);
  makeMyOrders(state, state.markup);
  makeChannels(state, state.markup);
  makePremises(state, state.markup);
  makeResidents(state, state.markup);
  makeProposals(state, state.markup);
  makeRounds(state, state.markup);
  makeDeclarations(state, state.markup);
  makeEnterprises(state, state.markup);
  makeDraws(state, state.markup);
  makeMeasures(state, state.markup);
  makeNotices(state);
  makeWarnings(state, state.markup);
  make(state);
  const streams = new Set();
  let failures = 0;
  let refusing = false;
  let away = false;
  let captures = 0;
  let offset = 0;
  const trouble = { refusals: new Map(), losing: new Set() };
  const calls = [];
  const send = (event, row) => streams.forEach((stream) => stream.write(`event: ${event}\ndata: ${JSON.stringify(row)}\n\n`));

  function reply(response, status, body, headers = {}) {
    response.writeHead(status, { 'Content-Type': status < 400 ? 'application/json' : 'application/problem+json', ...headers });
    response.end(body === undefined ? '' : JSON.stringify(body));
  }

  function refuse(request, response, key, error) {
    if (!(error instanceof Refusal)) throw error;
    const chinese = request.headers['accept-language']?.startsWith('zh');
    const body = { type: `urn:ward:problem:${error.code}`, title: error.code, status: error.status, code: error.code, detail: chinese ? error.zh : error.en, ...(error.field && { field: error.field }) };
    onAnswer(key, error.status, body);
    reply(response, error.status, body, error.status === 429 ? { 'Retry-After': '7' } : {});
  }

  function logIn(body) {
    const found = state.users.find((one) => one.name === body.name);
    if (failures >= 4) throw new Refusal(429, 'login.too_many', 'Too many attempts.', '尝试次数过多。');
    if (!found || body.password !== PASSWORD) {
      ++failures;
      throw new Refusal(401, 'login.wrong', 'The name or the password is not right.', '用户名或密码不正确。');
    }
    failures = 0;
    return found;
  }

  async function answerApi(request, response, url) {
    const path = url.pathname.slice('/api/v1'.length);
    const user = state.users.find((one) => one.name === /ward_session=(\w+)/.exec(request.headers.cookie ?? '')?.[1]);
    const raw = await read(request);
    const found = match(all, request.method, path);
    let key = found?.key ?? `${request.method} ${path}`;
    try {
      if (key === 'POST /session') {
        const body = logIn(JSON.parse(raw));
        onAnswer(key, 200, body);
        return reply(response, 200, body, { 'Set-Cookie': `ward_session=${body.name}; HttpOnly; SameSite=Strict; Path=/` });
      }
      if (!user && key !== 'GET /health' && !path.startsWith('/public/')) throw new Refusal(401, 'session.none', 'Please log in.', '请先登录。');
      if (path === '/live') {
        if (refusing) return request.socket.destroy();
        response.writeHead(200, { 'Content-Type': 'text/event-stream', 'Cache-Control': 'no-store' });
        response.write(': hello\n\n');
        streams.add(response);
        return void response.on('close', () => streams.delete(response));
      }
      if (path.startsWith('/captures/')) {
        ++captures;
        data.journal(state, 'capture.seen', path.split('/')[2], user.name);
        response.writeHead(200, { 'Content-Type': 'image/svg+xml' });
        return void response.end(readFileSync(new URL('../public/icon.svg', import.meta.url)));
      }
      if (/^\/orders\/[^/]+\/cap$/.test(path)) {
        response.writeHead(200, { 'Content-Type': 'application/cap+xml' });
        return void response.end(capOf(state, path.split('/')[2]));
      }
      if (/^\/draws\/[^/]+\/frame$/.test(path)) {
        response.writeHead(200, { 'Content-Type': 'text/plain; charset=utf-8' });
        return void response.end(frameOf(state, path.split('/')[2]));
      }
      if (request.method === 'GET' && path.startsWith('/files/')) {
        const file = state.files.get(path.split('/')[2]);
        if (!file) throw absent();
        response.writeHead(200, { 'Content-Type': file.type });
        return void response.end(file.raw);
      }
      if (!found) throw absent();
      if (request.method !== 'GET' && request.headers['x-ward-csrf'] !== '1') throw new Refusal(403, 'csrf', 'The header X-Ward-Csrf is missing.', '缺少 X-Ward-Csrf。');
      const json = request.headers['content-type']?.startsWith('application/json') && raw.length > 0;
      if (trouble.refusals.has(key)) throw trouble.refusals.get(key);
      if (request.method !== 'GET') calls.push({ key, id: found.id, user: user.name });
      const body = all[found.key]({
        state, user, now: () => Date.now() + offset, send, id: found.id, room: found.room, item: found.item, query: url.searchParams, body: json ? JSON.parse(raw) : {}, raw, size: raw.length, text: raw.toString(),
        type: request.headers['content-type'], chinese: request.headers['accept-language']?.startsWith('zh'),
      });
      if (request.method === 'GET' && body === undefined) throw absent();
      const status = body === undefined ? 204 : 200;
      onAnswer(key, status, body);
      if (trouble.losing.delete(key)) return request.socket.destroy();
      if (key === 'DELETE /session') return reply(response, 204, undefined, { 'Set-Cookie': 'ward_session=; Max-Age=0; Path=/' });
      reply(response, status, body);
    } catch (error) {
      refuse(request, response, key, error);
    }
  }

  const server = createServer((request, response) => {
    const url = new URL(request.url, 'http://mock');
    if (away && url.pathname.startsWith('/api/v1/')) return void request.socket.destroy();
    if (url.pathname.startsWith('/api/v1/')) return void answerApi(request, response, url);
    let file = join(DIST, normalize(url.pathname));
    if (!extname(file)) file = join(DIST, /^\/(phone|d|n)(\/|$)/.exec(url.pathname)?.[1] ?? '', 'index.html');
    if (!existsSync(file)) return void response.writeHead(404).end();
    response.writeHead(200, { 'Content-Type': TYPES[extname(file)] ?? 'application/octet-stream', ...(extname(file) === '.html' && { 'Content-Security-Policy': policy(state.map) }) });
    createReadStream(file).pipe(response);
  });
  await new Promise((done) => server.listen(port, '127.0.0.1', done));

  function happen({ gate = state.devices[Math.floor(data.random() * 3)] } = {}) {
    const row = data.addPassage(state, gate);
    send('passage', row);
    if (row.reasons.includes('fever')) {
      const alarm = data.alarm(state, gate, 'fever', '体温达到阈值', Date.now(), row.id);
      state.alarms.push(alarm);
      send('alarm', alarm);
    }
    return row;
  }
  const timer = seconds > 0 ? setInterval(() => happen(), seconds * 1000) : null;
  return {
    url: `http://127.0.0.1:${server.address().port}`,
    state,
    send,
    happen,
    /** Breaks every live stream, as a restart of the server would. */
    breakStreams: () => streams.forEach((stream) => stream.destroy()),
    /** While true, live streams are not answered, as while the server is away. */
    refuseStreams: (on) => void (refusing = on),
    /** While true, no call is answered, as while the server is started again. The pages themselves come, as from a proxy. */
    beAway(on) {
      away = on;
      if (on) streams.forEach((stream) => stream.destroy());
    },
    /** Writes that came through, in order: {key, id, user}. */
    calls,
    /** Refuses a route ("PUT /incidents/{id}") from now on; without a refusal, no longer. */
    refuse(key, status, code, en, zh, field) {
      if (status) trouble.refusals.set(key, new Refusal(status, code, en, zh, field));
      else trouble.refusals.delete(key);
    },
    /** The next call of a route counts, but its answer is lost on the way. */
    loseAnswer: (key) => void trouble.losing.add(key),
    /** The server's clock, ms before that of whoever asks. */
    shiftClock: (ms) => void (offset = ms),
    /** How many pictures were looked at. */
    get captures() {
      return captures;
    },
    async stop() {
      clearInterval(timer);
      streams.forEach((stream) => stream.destroy());
      server.closeAllConnections();
      await new Promise((done) => server.close(done));
    },
  };
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const mock = await start({ port: Number(process.argv[2] ?? 8099), seconds: 3 });
  console.log(`${mock.url}  admin / ${PASSWORD}`);
}
