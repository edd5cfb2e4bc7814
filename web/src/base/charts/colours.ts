// The colours of colours.css, as charts need them.
export interface Colours {
  text: string;
  muted: string;
  line: string;
  surface: string;
  brand: string;
  wash: string;
  refuse: string;
  retest: string;
  retestWash: string;
  admitWash: string;
  refuseWash: string;
}

export function colours(): Colours {
  const style = getComputedStyle(document.documentElement);
  const of = (name: string) => style.getPropertyValue(`--w-${name}`).trim();
  return {
    text: of('text'), muted: of('muted'), line: of('line'), surface: of('surface'),
    brand: of('brand'), wash: of('brand-wash'), refuse: of('refuse'), retest: of('retest'), retestWash: of('retest-wash'),
    admitWash: of('admit-wash'), refuseWash: of('refuse-wash'),
  };
}

const FONT = { fontFamily: 'inherit', fontSize: 13 };

/** What every chart of the console has in common. */
export function common(c: Colours) {
  return {
    animationDuration: 300,
    textStyle: { ...FONT, color: c.text },
    grid: { left: 12, right: 20, top: 30, bottom: 8, containLabel: true },
    tooltip: {
      trigger: 'item', backgroundColor: c.surface, borderColor: c.line, textStyle: { ...FONT, color: c.text }, renderMode: 'richText',
    },
  };
}

export const axis = (c: Colours) => ({
  axisLabel: { ...FONT, color: c.muted },
  nameTextStyle: { ...FONT, color: c.muted },
  axisLine: { lineStyle: { color: c.line } },
  axisTick: { show: false },
  splitLine: { lineStyle: { color: c.line } },
});
