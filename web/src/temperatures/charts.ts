// The two charts of a gate: the day's histogram with the threshold, and the drift watch.
import { axis, common, type Colours } from '../base/charts/colours';
import type { Schemas } from '../base/api/client';
import { degrees } from '../base/numbers';
import { showMonthDay } from '../base/time';
import { t } from './texts';

type Temperatures = Schemas['Temperatures'];
const BIN_CC = 10;
const FEWEST_DAYS = 7;

/** Every 0.1 °C from the first bin to the last or to the threshold; a bin that nobody fell into is there with 0. */
export function fullBins(bins: Temperatures['bins'], thresholdCc: number): { from_cc: number; count: number }[] {
  if (bins.length === 0) return [];
  const counts = new Map(bins.map((bin) => [bin.from_cc, bin.count]));
  const first = Math.min(...counts.keys());
  const last = Math.max(...counts.keys(), thresholdCc + 3 * BIN_CC);
  const all = [];
  for (let cc = first; cc <= last; cc += BIN_CC) all.push({ from_cc: cc, count: counts.get(cc) ?? 0 });
  return all;
}

export const countAtOrAbove = (bins: Temperatures['bins'], cc: number) =>
  bins.reduce((sum, bin) => sum + (bin.from_cc >= cc ? bin.count : 0), 0);

/** The usual range of the days before the last: their median ± 3 robust standard deviations (1.4826 MAD), at least ±0.10 °C. */
export function usualRange(days: Temperatures['days']): { low: number; high: number } | null {
  const before = days.slice(0, -1).map((day) => day.median_cc);
  if (before.length < FEWEST_DAYS) return null;
  const centre = middle(before);
  const spread = Math.max(3 * 1.4826 * middle(before.map((cc) => Math.abs(cc - centre))), BIN_CC);
  return { low: centre - spread, high: centre + spread };
}

function middle(values: number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const half = Math.floor(sorted.length / 2);
  return sorted.length % 2 ? sorted[half]! : (sorted[half - 1]! + sorted[half]!) / 2;
}

export function histogramOption(bins: Temperatures['bins'], thresholdCc: number) {
  const all = fullBins(bins, thresholdCc);
  return (c: Colours) => ({
    ...common(c),
    grid: { ...common(c).grid, right: 44 },
    tooltip: {
      ...common(c).tooltip,
      formatter: ({ dataIndex }: { dataIndex: number }) => {
        const bin = all[dataIndex]!;
        return t('bar', { from: degrees(bin.from_cc), to: degrees(bin.from_cc + BIN_CC), count: bin.count });
      },
    },
    xAxis: { type: 'category', name: '°C', data: all.map((bin) => degrees(bin.from_cc)), ...axis(c) },
    yAxis: { type: 'value', name: t('people'), minInterval: 1, ...axis(c) },
    series: [
      {
        type: 'bar', barCategoryGap: '12%',
        data: all.map((bin) => ({ value: bin.count, itemStyle: { color: bin.from_cc >= thresholdCc ? c.refuse : c.brand, borderRadius: [3, 3, 0, 0] } })),
        markLine: {
          silent: true, symbol: 'none', lineStyle: { color: c.refuse, type: 'dashed', width: 2 },
          label: { formatter: t('threshold', { value: degrees(thresholdCc) }), color: c.refuse, position: 'end', fontSize: 13 },
          data: [{ xAxis: degrees(Math.floor(thresholdCc / BIN_CC) * BIN_CC) }],
        },
      },
    ],
  });
}

export function driftOption(days: Temperatures['days'], alarm: boolean) {
  const range = usualRange(days);
  const values = days.map((day) => day.median_cc / 100);
  const ends = range ? [range.low / 100, range.high / 100] : [];
  return (c: Colours) => ({
    ...common(c),
    tooltip: {
      ...common(c).tooltip,
      formatter: ({ dataIndex }: { dataIndex: number }) => {
        const day = days[dataIndex]!;
        return t('drift_day', { day: showMonthDay(day.day), median: (day.median_cc / 100).toFixed(2), count: day.count });
      },
    },
    xAxis: { type: 'category', data: days.map((day) => showMonthDay(day.day)), ...axis(c) },
    yAxis: {
      type: 'value', name: '°C', ...axis(c),
      min: (Math.floor((Math.min(...values, ...ends) - 0.1) * 10) / 10).toFixed(1),
      max: (Math.ceil((Math.max(...values, ...ends) + 0.1) * 10) / 10).toFixed(1),
    },
    series: [
      {
        type: 'line', symbolSize: 9, lineStyle: { color: c.brand, width: 2 },
        data: values.map((value, i) => ({ value, itemStyle: { color: alarm && i === values.length - 1 ? c.refuse : c.brand }, symbolSize: i === values.length - 1 ? 14 : 8 })),
        markArea: range
          ? { silent: true, itemStyle: { color: c.wash }, label: { color: c.muted, position: 'insideTopLeft' }, data: [[{ yAxis: ends[0], name: t('drift_band') }, { yAxis: ends[1] }]] }
          : undefined,
      },
    ],
  });
}
