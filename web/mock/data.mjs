// A made-up school with three gates: what the mock server answers from. Seeded, so that every run shows the same.
import { randomFillSync } from 'node:crypto';

let seed = 20261;
/** Uniform in [0, 1), from a linear congruential generator. */
export function random() {
  seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0;
  return seed / 2 ** 32;
}
const pick = (list) => list[Math.floor(random() * list.length)];
/** Normal deviate (Box and Muller). */
const normal = () => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());

export function uuid7(at = Date.now()) {
  const bytes = randomFillSync(Buffer.alloc(16));
  bytes.writeUIntBE(at, 0, 6);
  bytes[6] = 0x70 | (bytes[6] & 15);
  bytes[8] = 0x80 | (bytes[8] & 63);
  return bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}

const MINUTE = 60_000;
const DAY = 1440 * MINUTE;
const iso = (at) => new Date(at).toISOString();

const NAMES = ['陈思远', '林晓雯', '王浩然', '赵一鸣', '李雨桐', '周子涵', '吴佳怡', '郑凯文', 'Anna Lindqvist', 'Mateo García', 'Amara Okafor', '孙若曦', '徐梓轩', '胡静怡', '朱俊杰', '高梦瑶', 'Jonas Weber', '何嘉懿', '罗诗涵', '梁博文', '谢雅婷', '宋宇航', '唐语嫣', '许志强'];
const REFUSALS = [['fever'], ['unknown_person'], ['spoof_suspected'], ['mask_missing'], ['glasses'], ['sensor_fault']];

function health(over = {}) {
  return {
    at: iso(Date.now()), version: '0.1.0', camera_fps_milli: 14_900, camera_fault: '', thermal_source: 'simulated', thermal_fault: 'none', thermal_rate_milli: 8_700, simulated: true,
    black_body_offset_cc: 4, journal_depth: 0, journal_fault: '', clock_offset_ms: 12, whitelist_version: 48, whitelist_people: NAMES.length, policy_version: 'a41f9c2e', open_all: false, frames_dropped: 2, ...over,
  };
}

function device(site, name, zone, sign, healthOver, over = {}) {
  const now = Date.now();
  return { id: uuid7(now - 40 * DAY), site, name, kind: 'gate', zone, sign, revoked: false, created_at: iso(now - 40 * DAY), online: true, last_seen: iso(now - 4_000), health: healthOver && health(healthOver), drift: { verdict: 'usual', drift_cc: -3 }, ...over };
}

/** A small pyramid: a city, two towns, their communities and grids, each with a team. */
function makeUnits(markup, now) {
  const units = [];
  const teams = new Map();
  const add = (code, name, kind, level, parent, commander, people) => {
    const path = `${parent?.path ?? ''}${units.length + 1}/`;
    const unit = { id: uuid7(now - 50 * DAY), code, name: name + markup, kind, level, parent: parent?.id ?? null, path, since: iso(now - 50 * DAY), closed_at: null, merged_into: null, units_below: 0, posts: people, commander };
    units.push(unit);
    teams.set(unit.id, commander ? [{ post: { id: uuid7(now), unit: unit.id, member: uuid7(now), duty: 'commander', since: iso(now - 50 * DAY), until: null }, name: commander }] : []);
    return unit;
  };
  const city = add('330782', '义乌市疫情防控指挥部', 'city', 0, null, '骆建国', 1840);
  for (const [code, name, count] of [['330782001', '稠城街道指挥部', 4], ['330782100', '佛堂镇指挥部', 3]]) {
    const town = add(code, name, 'town', 0, city, '陈伟', count * 210);
    for (let c = 1; c <= count; ++c) {
      const community = add(`C${code.slice(-3)}${c}`, `第 ${c} 社区`, 'community', 1, town, c === 2 ? null : '王芳', 210 - c * 30);
      for (let g = 1; g <= 3; ++g) add(`G${code.slice(-3)}${c}${g}`, `第 ${g} 网格`, 'grid', 2, community, '李静', 40 - g * 5);
    }
  }
  for (const unit of units) unit.units_below = units.filter((one) => one !== unit && one.path.startsWith(unit.path)).length;
  return { units, teams };
}

/** Everything the mock knows. `hostile` puts markup into every name that comes from outside. */
export function makeState({ hostile = false } = {}) {
  const markup = hostile ? '<img src=x onerror="window.hacked=1">' : '';
  const now = Date.now();
  const site = { id: uuid7(now - 90 * DAY), name: `晨光实验学校${markup}`, zone: 'Asia/Shanghai', capture_days: 7, unit: null, people: NAMES.length, templates: NAMES.length - 3 };
  const other = { id: uuid7(now - 80 * DAY), name: 'Harbour Campus', zone: 'Europe/Berlin', capture_days: 0, unit: null, people: 0, templates: 0 };
  const groups = ['高一 (1) 班', '高一 (2) 班', '教职工'].map((name) => ({ id: uuid7(now - 80 * DAY), site: site.id, name: name + markup, people: 0 }));
  const people = NAMES.map((name, i) => {
    const group = groups[i % groups.length];
    ++group.people;
    return { id: uuid7(now - 70 * DAY), site: site.id, group: group.id, group_name: group.name, name: name + markup, number: `2026${String(i + 1).padStart(4, '0')}`, enrolled_at: i % 9 === 8 ? null : iso(now - 60 * DAY), pass_made_at: i % 9 === 8 ? iso(now - 50 * DAY) : null, created_at: iso(now - 70 * DAY) };
  });
  const devices = [
    device(site.id, `南门 1 号闸机${markup}`, '南门主通道，由外向内', '南门立柱左侧，距地 1.6 米', {}),
    device(site.id, 'North gate', 'North entrance, from the street to the yard', 'On the wall to the right of the door', { simulated: false, thermal_source: 'lepton', thermal_fault: 'black_body_lost', black_body_offset_cc: null, journal_depth: 3 }),
    device(site.id, '食堂入口', '食堂一层东侧入口', '入口玻璃门上方', { clock_offset_ms: 2_900 }, { drift: { verdict: 'drifted', drift_cc: 24 } }),
    device(site.id, 'Library', 'Library door', 'Beside the bell', null, { online: false, last_seen: null, drift: { verdict: 'too_few_people', drift_cc: null } }),
    device(other.id, 'Quay gate', 'Quay, from the ferry', 'On the rail', {}),
  ];
  const passages = [];
  const state = { markup, site, sites: [site, other], groups, people, devices, passages, alarms: [], journal: [], users: [], policies: new Map(), ...makeUnits(markup, now) };
  for (let minute = 3 * 1440; minute > 0; minute -= 4) {
    if (random() < 0.55) addPassage(state, pick(devices.slice(0, 3)), now - minute * MINUTE - random() * MINUTE);
  }
  const kinds = [['fever', '体温达到 38.1 °C，已拒绝通行'], ['spoof', '疑似照片或屏幕'], ['black_body', '黑体不在视野内'], ['stranger', '未知人员请求通行'], ['drift', '人群体温整体偏移 +0.24 °C，请检查传感器']];
  kinds.forEach(([kind, text], i) => state.alarms.push(alarm(state, devices[i % 3], kind, text + markup, now - (i * 37 + 3) * MINUTE)));
  const [first] = state.alarms.slice(-1);
  Object.assign(first, { acknowledged_at: iso(now - 60 * MINUTE), acknowledged_by: 'guard', note: `已复测，体温 36.7 °C${markup}` });
  for (const [name, role] of [['admin', 'administrator'], ['office', 'office'], ['guard', 'guard'], ['auditor', 'auditor'], ['li', 'member']]) {
    state.users.push({ id: uuid7(now - 90 * DAY), name, role, sites: role === 'guard' ? [site.id] : [], units: [], disabled: false, created_at: iso(now - 90 * DAY) });
  }
  for (let i = 0; i < 40; ++i) journal(state, pick(['person.changed', 'capture.seen', 'alarm.acknowledged', 'session.started', 'policy.changed']), pick(people).id, pick(['admin', 'office', 'guard']), now - i * 17 * MINUTE);
  state.policies.set(site.id, policy());
  state.policies.set(other.id, policy());
  return state;
}

const reachable = (name) => name && { name, phone: '10000000001' };

/** Who an account is in the teams: li commands a grid and is in the team of the community above it, the others are nobody. */
export function whoIs(state, user) {
  if (user.name !== 'li') return { member: null, posts: [], desks: [] };
  const community = state.units.find((unit) => unit.kind === 'community');
  const grid = state.units.find((unit) => unit.parent === community.id);
  const post = (unit, duty) => {
    const above = state.units.find((one) => one.id === unit.parent);
    return {
      unit: unit.id, name: unit.name, kind: unit.kind, path: unit.path, duty, until: null, commander: reachable(unit.commander),
      above: above && { unit: above.id, name: above.name, kind: above.kind, commander: reachable(above.commander) },
    };
  };
  return { member: { id: user.id, name: '李静', phone: '10000000007', account: user.id }, posts: [post(grid, 'commander'), post(community, 'member')], desks: [] };
}

export function policy() {
  return { order: 'recognition_first', mask: 'soft', temperature: 'hard', liveness: 'hard', threshold_cc: 3730, grey_zone_cc: 25, max_retests: 2, retest_wait_s: 0, strangers: 'refuse', masked_recognition: 'lower_mask', accept_passes: true, fail: 'secure', open_all: false, whitelist_max_age_h: 72, false_accept_rate: 0.001, min_live_milli: 500, min_warmth_milli: 500, keep_pictures: 'refused', hold_open_s: 5, version: 'a41f9c2e' };
}

export function journal(state, type, subject, actor, at = Date.now(), payload = {}) {
  const row = { id: String(1000 + state.journal.length), at: iso(at), type, subject, actor, purpose: '', payload };
  state.journal.push(row);
  return row;
}

export function alarm(state, of, kind, text, at = Date.now(), passage = null) {
  return { id: uuid7(at), site: of.site, device: of.id, device_name: of.name, kind, at: iso(at), text, passage, acknowledged_at: null, acknowledged_by: null, note: null };
}

/** One more passage at a gate, most of them cool and known. Returns the row. */
export function addPassage(state, gate, at = Date.now()) {
  const refused = random() < 0.1;
  const reasons = refused ? pick(REFUSALS) : random() < 0.05 ? ['grey_zone'] : [];
  const fever = reasons[0] === 'fever';
  const known = !['unknown_person', 'spoof_suspected'].includes(reasons[0]);
  const person = known ? pick(state.people) : null;
  const measured = reasons[0] !== 'sensor_fault';
  const outcome = reasons[0] === 'grey_zone' ? 'retest' : reasons[0] === 'spoof_suspected' ? 'call_staff' : refused ? 'refuse' : 'admit';
  const capture = refused ? uuid7(at) : null;
  const row = {
    id: uuid7(Math.round(at)), device: gate.id, at: iso(at), clock_offset_ms: 12, person: person?.id ?? null, method: 'face', similarity_milli: person ? Math.round(560 + 250 * random()) : null,
    temperature_cc: measured ? Math.round((fever ? 3810 : reasons[0] === 'grey_zone' ? 3725 : 3655) + 22 * normal()) : null, temperature_sd_cc: measured ? Math.round(22 + 10 * random()) : null, temperature_method: measured ? 'canthi-max+blackbody' : '',
    simulated: gate.health?.simulated ?? false, mask: reasons[0] === 'mask_missing' ? 'none' : pick(['worn', 'worn', 'worn', 'badly_worn', 'none', 'unsure']), live_milli: reasons[0] === 'spoof_suspected' ? 120 : 940, warmth_milli: measured ? 910 : null,
    shots: 1 + Math.floor(3 * random()), outcome, reasons, opened: outcome === 'admit', policy_version: 'a41f9c2e', capture,
    device_name: gate.name, site: gate.site, received_at: iso(at + 350), person_name: person?.name ?? null, group_name: person?.group_name ?? null, explanation: reasons[0] ?? 'ok', capture_available: capture !== null,
  };
  state.passages.push(row);
  state.passages.sort((a, b) => (a.at < b.at ? 1 : -1));
  return row;
}

function bell(people) {
  const bins = [];
  for (let cc = 3510; cc <= 3840; cc += 10) {
    const n = Math.round(people / 4 * Math.exp(-((cc - 3655) ** 2) / (2 * 38 ** 2)) + (cc > 3760 ? people / 360 * random() : 0));
    if (n > 0) bins.push({ from_cc: cc, count: n });
  }
  return bins;
}

/** 29 days until `end`: few people on weekends, and as many as the gate's verdict needs on the last. */
function driftDays(end, { verdict, drift_cc }) {
  return Array.from({ length: 29 }, (_, i) => {
    const last = i === 28;
    const few = last ? verdict === 'too_few_people' : i % 7 >= 5;
    const count = few ? i % 7 === 5 ? 7 : 0 : 300 + Math.round(60 * random());
    const moved = last ? drift_cc ?? 0 : Math.round((few ? 30 : 4) * normal());
    return { to: iso(end - (28 - i) * DAY), count, median_cc: count > 0 ? 3654 + moved : null, enough: count >= 30 };
  });
}

/** A gate's histogram of a day, and the drift watch over the days before it, as getTemperatures answers. */
export function temperatures(gate, to) {
  const bins = gate.drift.verdict === 'too_few_people' ? [] : bell(360);
  const watch = { ...gate.drift, baseline_cc: 3654, band: { low_cc: 3634, high_cc: 3674 }, min_people: 30, min_days: 5 };
  const days = driftDays(Math.min(Date.parse(to), Date.now()), gate.drift);
  const count = bins.reduce((sum, bin) => sum + bin.count, 0);
  return { bins, count, median_cc: count > 0 ? days.at(-1).median_cc : null, simulated: gate.health?.simulated ?? false, drift: { ...watch, days } };
}
