// What anybody may read of the mock: orders in force that were made public, without an account.
import { page, Refusal, within } from './answers.mjs';
import { uuid7 } from './data.mjs';
import { give } from './orders.mjs';

const MINUTE = 60_000;
const said = (language, headline, text) => ({ language, headline, text });

/** A public order to the unit of `code`, given so many minutes ago; for tests, too. */
export function publish(state, code, minutes, texts, fields = {}) {
  const at = Date.now() - minutes * MINUTE;
  const unit = state.units.find((one) => one.code === code);
  const order = give(state, uuid7(at), { unit: unit.id, texts, asks: 'read', public: true, ...fields }, at, 0.9, state.users[0]);
  state.orders.sort((a, b) => (a.issued_at < b.issued_at ? 1 : -1));
  return order;
}

export function makePublicNotices(state, markup) {
  publish(state, '330782', 3000, [
    said('zh-CN', `进入公共场所请佩戴口罩${markup}`, '乘坐公共交通、进入商场和医疗机构，请全程佩戴口罩。\n未戴口罩者请在入口领取。'),
    said('en', 'Wear a mask in public places', 'Wear a mask in buses, shops and hospitals.\nWho has none gets one at the entrance.'),
    said('ar', 'ضعوا الكمامة في الأماكن العامة', 'ضعوا الكمامة في الحافلات والمتاجر والمستشفيات.\nمن ليست لديه كمامة يحصل عليها عند المدخل.'),
    said('ko', '공공장소에서는 마스크를 착용하세요', '버스, 상점, 병원에서는 마스크를 착용하세요.'),
  ]);
  publish(state, '330782100', 2900, [said('zh-CN', '佛堂镇今明两天开展全员核酸检测', '请居民携带身份证，按网格通知的时间到采样点。老人和行动不便者由志愿者上门采样。'), said('en', 'Everybody in Fotang is tested today and tomorrow', 'Bring your identity card and come at the hour that your grid tells you.')], {
    urgency: 'immediate', due_at: new Date(Date.now() + 30 * 60 * MINUTE).toISOString(),
  });
}

const shown = ({ id, unit_name, issued_at, urgency, due_at, texts }) => ({ id, unit_name, issued_at, urgency, due_at, texts });

export const publicNoticeRoutes = {
  'GET /public/notices': ({ state, query }) => {
    const code = query.get('unit');
    if (code?.length > 60) throw new Refusal(400, 'field.length', 'This is too long.', '内容过长。', 'unit');
    const place = state.units.find((one) => one.code === code);
    if (code !== null && !place) throw new Refusal(404, 'unit.unknown', 'There is no such unit.', '没有这个单元。', 'unit');
    const rows = state.orders.filter((one) => one.public && one.state === 'active' && (!place || within(state, place.id, one.unit)));
    return { ...page(rows.map(shown), query), zone: 'Asia/Shanghai', city: '义乌市' };
  },
};
