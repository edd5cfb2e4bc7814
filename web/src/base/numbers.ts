// Numbers of the wire as people read them. Temperatures come as integers in 1/100 °C.
export const degrees = (cc: number) => (cc / 100).toFixed(1);

/** "36.6 ± 0.3": the value and one standard deviation; without it when it is not known. */
export function temperature(cc: number, sdCc: number | null | undefined): string {
  return sdCc == null ? degrees(cc) : `${degrees(cc)} ± ${degrees(Math.max(sdCc, 5))}`;
}

/** A difference with its sign: "+0.12". */
export function offset(cc: number): string {
  const sign = cc > 0 ? '+' : cc < 0 ? '−' : '±';
  return `${sign}${(Math.abs(cc) / 100).toFixed(2)}`;
}

/** A count, with what the language puts between thousands. */
export const showNumber = (value: number) => value.toLocaleString('en-US');

export const percent = (milli: number) => `${Math.round(milli / 10)} %`;

/** A share, 0 to 1, in whole percent; never 100 while something is missing, never 0 when something is there. */
export function wholePercent(share: number): number {
  if (share >= 1) return 100;
  return share > 0 ? Math.min(99, Math.max(1, Math.round(100 * share))) : 0;
}
