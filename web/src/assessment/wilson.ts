// How little few cases say: within which limits a rate may well lie of which `value` of `of` were seen.
// E. B. Wilson, "Probable inference, the law of succession, and statistical inference", JASA 22 (158), 1927, 209-212.

export interface Interval {
  low: number; // 0 to 1
  high: number;
}

const Z = 1.959964; // 95 % of a normal distribution lie within so many standard deviations

/** The score interval of 95 %; `of` is at least 1. */
export function wilson(value: number, of: number): Interval {
  const share = value / of;
  const middle = share + Z ** 2 / (2 * of);
  const reach = Z * Math.sqrt((share * (1 - share)) / of + Z ** 2 / (4 * of ** 2));
  const whole = 1 + Z ** 2 / of;
  return { low: value === 0 ? 0 : (middle - reach) / whole, high: value === of ? 1 : (middle + reach) / whole };
}

/** In whole percent, rounded outwards: what is written is never narrower than what is known. */
export function percentsOf({ low, high }: Interval): { low: number; high: number } {
  return { low: Math.floor(100 * low), high: Math.ceil(100 * high) };
}
