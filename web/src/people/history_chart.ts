// A person's temperatures over time: each a point with a bar of one standard deviation, and the threshold as a line.
import type { CustomSeriesRenderItemAPI, CustomSeriesRenderItemParams } from 'echarts';
import { axis, common, type Colours } from '../base/charts/colours';
import { temperature } from '../base/numbers';
import { dayOf, showDateTime, showMonthDay } from '../base/time';
import type { Row } from '../passages/words';

const CAP_PX = 5;
const DAY_MS = 86_400_000; // labels are days: never the same one twice

function errorBar(colour: string) {
  return (_: CustomSeriesRenderItemParams, plot: CustomSeriesRenderItemAPI) => {
    const [x, low] = plot.coord([plot.value(0), plot.value(1)]) as [number, number];
    const high = (plot.coord([plot.value(0), plot.value(2)]) as [number, number])[1];
    const line = (x1: number, y1: number, x2: number, y2: number) => ({
      type: 'line' as const, shape: { x1, y1, x2, y2 }, style: { stroke: colour, lineWidth: 1.5 },
    });
    return {
      type: 'group' as const,
      children: [line(x, low, x, high), line(x - CAP_PX, low, x + CAP_PX, low), line(x - CAP_PX, high, x + CAP_PX, high)],
    };
  };
}

export function historyOption(rows: Row[], thresholdCc: number | null, zone: string, thresholdWord: (value: string) => string) {
  const at = (row: Row) => Date.parse(row.at);
  const points = rows.map((row) => [at(row), row.temperature_cc! / 100]);
  const bars = rows.filter((row) => row.temperature_sd_cc != null).map((row) => [at(row), (row.temperature_cc! - row.temperature_sd_cc!) / 100, (row.temperature_cc! + row.temperature_sd_cc!) / 100]);
  return (c: Colours) => ({
    ...common(c),
    grid: { left: 12, right: 24, top: 30, bottom: 44, containLabel: true },
    tooltip: {
      ...common(c).tooltip,
      formatter: ({ dataIndex }: { dataIndex: number }) => {
        const row = rows[dataIndex]!;
        return `${showDateTime(row.at, zone)}\n${temperature(row.temperature_cc!, row.temperature_sd_cc)} °C`;
      },
    },
    xAxis: { type: 'time', minInterval: DAY_MS, ...axis(c), splitLine: { show: false }, axisLabel: { ...axis(c).axisLabel, hideOverlap: true, formatter: (value: number) => showMonthDay(dayOf(new Date(value), zone)) } },
    yAxis: { type: 'value', scale: true, name: '°C', min: (range: { min: number }) => Math.floor(range.min - 0.4), max: (range: { max: number }) => Math.max(Math.ceil(range.max + 0.4), thresholdCc ? Math.ceil(thresholdCc / 100) : 38), ...axis(c) },
    dataZoom: [{ type: 'inside' }],
    series: [
      { type: 'custom', renderItem: errorBar(c.muted), data: bars, encode: { x: 0, y: [1, 2] }, silent: true, z: 1 },
      {
        type: 'scatter', data: points, symbolSize: 10, itemStyle: { color: c.brand }, z: 2,
        markLine: thresholdCc == null ? undefined : {
          silent: true, symbol: 'none', lineStyle: { color: c.refuse, type: 'dashed', width: 2 },
          label: { formatter: thresholdWord((thresholdCc / 100).toFixed(1)), position: 'insideEndTop', color: c.refuse },
          data: [{ yAxis: thresholdCc / 100 }],
        },
      },
    ],
  });
}
