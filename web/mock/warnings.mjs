// Warnings that the mock took in from made-up systems: of one language and of several, in force, over, and not meant.
import { page, Refusal } from './answers.mjs';
import { uuid7 } from './data.mjs';

const HOUR = 3_600_000;
const iso = (at) => new Date(at).toISOString();

function part(language, event, headline, description, more = {}) {
  return { language, event, urgency: 'Expected', severity: 'Moderate', certainty: 'Likely', headline, description, instruction: '', expires: null, areas: [], ...more };
}

/** One that came so many hours ago; for tests, too. */
export function receive(state, hours, fields) {
  const at = Date.now() - hours * HOUR;
  const warning = { id: uuid7(at), sender: 'weather@province.example', identifier: `made-up-${state.warnings.length + 1}`, sent: iso(at - HOUR / 4), received_at: iso(at), message_type: 'Alert', status: 'Actual', state: 'active', infos: [], ...fields };
  state.warnings.push(warning);
  state.warnings.sort((a, b) => (a.received_at < b.received_at ? 1 : -1));
  return warning;
}

export function makeWarnings(state, markup) {
  state.warnings = [];
  const end = (hours) => ({ expires: iso(Date.now() + hours * HOUR) });
  receive(state, 1, {
    sender: `health@neighbour.example${markup}`,
    infos: [
      part('zh-CN', '传染病', `邻市发现聚集性疫情${markup}`, `${markup}邻市批发市场报告 12 例，已封闭管理。`, { urgency: 'Immediate', severity: 'Severe', certainty: 'Observed', instruction: '近 14 天到过该市场的人员请立即报告并居家。', areas: ['邻市', `江滨批发市场${markup}`], ...end(30) }),
      part('en-US', 'Infectious disease', 'A cluster of cases in the neighbouring city', 'Twelve cases are reported at the wholesale market, which is closed.', { urgency: 'Immediate', severity: 'Severe', certainty: 'Observed', instruction: 'Whoever was there in the last 14 days reports at once and stays at home.', areas: ['Neighbouring city', 'Jiangbin wholesale market'], ...end(30) }),
    ],
  });
  receive(state, 3, { infos: [part('fr-CA', 'tempête', 'Avertissement de tempête en vigueur', 'Des vents violents sont attendus cette nuit.', { urgency: 'Future', severity: 'Extreme', areas: ['Littoral', 'Port', 'Îles', 'Plaine du nord', 'Plaine du sud'] })] });
  receive(state, 5, { status: 'Exercise', infos: [part('zh-CN', '演练', `全市应急演练${markup}`, '本消息仅用于演练。', { ...end(20), areas: ['全市'] })] });
  receive(state, 26, { infos: [part('zh-CN', '高温', '高温橙色预警', '昨日最高气温 38 ℃。', { ...end(-2), areas: ['全市'] })] });
  receive(state, 30, { state: 'superseded', infos: [part('en', 'Flood', 'The river may rise', 'First estimate.', { certainty: 'Possible', areas: ['Riverside'] })] });
  receive(state, 31, { message_type: 'Cancel' });
}

/** What the server asks of a document, as far as pages can tell: that it is one, that it says who and which, and that it is new. */
function read(state, text) {
  const line = (found) => text.slice(0, found).split('\n').length;
  const wrong = (code, at, en, zh, field) => new Refusal(400, code, `Line ${at}, ${field}: ${en}`, `第 ${at} 行，${field}：${zh}`, field);
  if (!text.trimStart().startsWith('<')) throw new Refusal(400, 'xml.syntax', 'Line 1: this is no XML.', '第 1 行：不是 XML。');
  const of = (name) => new RegExp(`<${name}>([^<]*)</${name}>`).exec(text);
  for (const name of ['identifier', 'sender', 'sent', 'status', 'msgType']) if (!of(name)?.[1]) throw wrong('cap.missing', line(text.length), 'it must be there.', '不能为空。', `alert.${name}`);
  const status = of('status');
  if (!['Actual', 'Exercise', 'System', 'Test', 'Draft'].includes(status[1])) throw wrong('cap.value', line(status.index), `"${status[1]}" is none of the words for it.`, `“${status[1]}”不是允许的取值。`, 'alert.status');
  const [identifier, sender] = [of('identifier')[1], of('sender')[1]];
  if (state.warnings.some((one) => one.identifier === identifier && one.sender === sender))
    throw new Refusal(409, 'warning.twice', `The warning ${identifier} of ${sender} was taken in before.`, `${sender} 的预警 ${identifier} 已经接收过。`, 'alert.identifier');
  const infos = [...text.matchAll(/<info>(.*?)<\/info>/gs)].map(([, info]) => {
    const at = (name) => new RegExp(`<${name}>([^<]*)</${name}>`).exec(info)?.[1] ?? '';
    const areas = [...info.matchAll(/<areaDesc>([^<]*)</g)].map(([, area]) => area);
    return part(at('language') || 'en-US', at('event'), at('headline'), at('description'), { urgency: at('urgency'), severity: at('severity'), certainty: at('certainty'), instruction: at('instruction'), expires: at('expires') ? iso(Date.parse(at('expires'))) : null, areas });
  });
  const ends = [...text.matchAll(/<references>([^<]*)</g)].flatMap(([, all]) => all.split(/\s+/)).map((one) => one.split(',')[1]);
  return { ends, warning: { identifier, sender, sent: iso(Date.parse(of('sent')[1])), status: status[1], message_type: of('msgType')[1], infos } };
}

export const warningRoutes = {
  'GET /warnings': ({ state, query }) => page(state.warnings, query),
  'POST /warnings': ({ state, text }) => {
    const { ends, warning } = read(state, text);
    const after = { Update: 'superseded', Cancel: 'cancelled' }[warning.message_type];
    if (after && warning.status === 'Actual') for (const one of state.warnings) if (one.sender === warning.sender && ends.includes(one.identifier) && one.state === 'active') one.state = after;
    return receive(state, 0, warning);
  },
};
