// What the page itself says. Reasons, advice and the notice come from the gate.
export const titles = {
  idle: { zh: '请走近并看镜头', en: 'Please come closer and look here' },
  looking: { zh: '请看镜头', en: 'Please look here' },
  guiding: { zh: '请配合一下', en: 'One thing, please' },
  retest: { zh: '请稍候，再测一次', en: 'One moment, measuring again' },
  admitted: { zh: '请通行', en: 'Please go through' },
  refused: { zh: '暂不能通行', en: 'You cannot go in now' },
  staff: { zh: '请等候工作人员', en: 'Please wait for the staff' },
  fault: { zh: '闸机暂停使用', en: 'This gate is out of service' },
  open_all: { zh: '全部开放，请直接通行', en: 'All gates are open: go through' },
  offline: { zh: '屏幕与闸机失去连接', en: 'The screen lost its gate' },
};

const caveats = {
  measured: { zh: '筛查体温，并非医学诊断（±1 标准差）', en: 'Screening, not a diagnosis (±1 SD)' },
  simulated: { zh: '筛查体温，并非医学诊断（±1 标准差）· 模拟数据', en: 'Screening, not a diagnosis (±1 SD) · simulated' },
};
export const caveat = (isSimulated) => (isSimulated ? caveats.simulated : caveats.measured);

export const remaining = (seconds) => ({ zh: `还需等待 ${seconds} 秒`, en: `${seconds} s to wait` });

export const soundWords = (on) => (on ? { zh: '声音已开', en: 'Sound on' } : { zh: '点按开启声音', en: 'Tap for sound' });
