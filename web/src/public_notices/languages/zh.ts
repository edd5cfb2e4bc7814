import type { Phrases } from '../words';

export default {
  title: '公告',
  title_of: '公告：{city}',
  language: '语言',
  looking: '请稍候……',
  at_place: '适用于此处（{code}）的公告。',
  all: '全市公告',
  none: '目前没有生效的公告。',
  unknown: '没有这个地点。',
  unknown_do: '网址中的地点编号为 {code}。请与标牌核对，或查看全市公告。',

  as_of: '截至 {time} 有效。本页每分钟更新一次。',
  stale_asking: '截至 {time} 有效。正在获取最新公告……',
  stale_away: '当前没有网络连接。以下内容截至 {time}。',
  stale_server: '服务暂时没有响应。以下内容截至 {time}。',
  away: '当前没有网络连接。',
  server: '服务暂时没有响应，请几分钟后重试。',
  try_again: '重试',

  urgent: '紧急',
  from: '发布单位',
  published: '发布时间',
  until: '截止时间',
  not_yours: '本公告没有您所选语言的版本。所示语言：{language}。',
  in_other: '本公告的语言',
  more: '显示更多',
  local_time: '日期和时间均为当地时间：{zone}。',

  print: '打印成海报',
  scan: '扫码查看现行公告（多种语言）：',
  code_picture: '本页二维码',
} satisfies Phrases;
