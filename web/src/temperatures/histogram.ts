// The histogram of a gate's day with the threshold.
import { axis, common, type Colours } from '../base/charts/colours';
import type { Schemas } from '../base/api/client';
import { degrees } from '../base/numbers';
import { t } from './texts';

type Temperatures = Schemas['Temperatures'];
const BIN_CC = 10;

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
    yAxis: { type: 'value', name: t('passages'), minInterval: 1, ...axis(c) },
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
