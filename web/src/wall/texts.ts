import { phrases } from '../base/i18n/i18n';

export const t = phrases({
  title: { en: 'Live', zh: '实时' },
  connected: { en: 'Connected, live', zh: '已连接，实时' },
  connecting: { en: 'Connecting …', zh: '正在连接……' },
  connection_lost: { en: 'Connection lost', zh: '连接已断开' },
  full_screen: { en: 'Wall screen', zh: '大屏模式' },
  leave_full_screen: { en: 'Leave wall screen', zh: '退出大屏' },
  admitted_today: { en: 'Admitted today', zh: '今日放行' },
  refused_today: { en: 'Refused today', zh: '今日拒绝' },
  alarms_open: { en: 'Open alarms', zh: '未处理告警' },
  nobody_yet: { en: 'Nobody has come through this gate yet.', zh: '此闸机尚无通行记录。' },
  earlier: { en: 'Before that', zh: '此前' },
  no_gates: { en: 'This site has no gate yet. Register one under Devices.', zh: '本场所还没有闸机，请在“设备”中登记。' },
  open_all: { en: 'Open all gates', zh: '全部开启' },
  open_all_why: {
    en: 'Every gate of {site} opens and stays open, for fire or another emergency. Nobody is checked until this is ended. It is written into the journal with your name.',
    zh: '{site} 的所有闸机将立即开启并保持开启，用于火灾等紧急情况。结束之前不再检查任何人。此操作将以您的名义记入日志。',
  },
  open_all_yes: { en: 'Open all gates now', zh: '立即全部开启' },
  open_all_end: { en: 'End emergency opening', zh: '结束紧急开启' },
  open_all_end_why: { en: 'The gates of {site} check people again.', zh: '{site} 的闸机将恢复检查。' },
  open_all_on: { en: 'All gates of this site are open for an emergency. Nobody is being checked.', zh: '本场所所有闸机因紧急情况全部开启，目前不检查任何人。' },
  cancel: { en: 'Cancel', zh: '取消' },
});
