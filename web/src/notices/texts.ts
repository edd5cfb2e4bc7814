import { phrases } from '../base/i18n/i18n';

export const t = phrases({
  title: { en: 'Notices', zh: '通知' },
  unread: { en: 'Notices ({count} unread)', zh: '通知（{count} 条未读）' },
  read_all: { en: 'Mark all as read', zh: '全部标为已读' },
  none: { en: 'Nobody has told you anything yet. Here you find what waits for you: incidents that come up to you, your shifts, reminders.', zh: '暂无通知。升级到您的事件、值班安排和指令催办会显示在这里。' },
  new_one: { en: 'New', zh: '未读' },
  look: { en: 'Look at it', zh: '查看' },
  incident_own: { en: '{what}, {place}: most of its time is over and nobody has acknowledged it.', zh: '{place}：{what}，时限将至，尚无人签收。' },
  incident_up: { en: '{what}, {place}: nobody below you has acknowledged it in time.', zh: '{place}：{what}，下级未及时签收，已升级到您。' },
  incident_plain: { en: 'An incident waits for you.', zh: '有事件等待您处理。' },
  shift: { en: 'Your shift at the duty desk of {place} was set or changed.', zh: '您在{place}的值班已安排或变更。' },
  order: { en: 'You are reminded of an order of {place}: {what}', zh: '{place}催办指令：{what}' },
  order_plain: { en: 'You are reminded of an order.', zh: '有指令催办。' },
});
