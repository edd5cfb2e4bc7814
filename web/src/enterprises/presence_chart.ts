// People present as bars, what is allowed as a line in steps, a fever as a mark above its bar.
import { axis, common, type Colours } from '../base/charts/colours';
import { showMonthDay } from '../base/time';
import { isOver, type Point } from './presence';

export function presenceOption(points: Point[], says: (point: Point) => string) {
  const fevers = points.flatMap((point, i) => (point.fevers > 0 ? [{ value: [i, point.present ?? 0], fevers: point.fevers }] : []));
  return (c: Colours) => ({
    ...common(c),
    tooltip: { ...common(c).tooltip, trigger: 'axis', axisPointer: { type: 'shadow' }, formatter: ([first]: { dataIndex: number }[]) => says(points[first!.dataIndex]!) },
    xAxis: { type: 'category', data: points.map(({ day }) => showMonthDay(day)), ...axis(c), axisLabel: { ...axis(c).axisLabel, hideOverlap: true }, splitLine: { show: false } },
    yAxis: { type: 'value', minInterval: 1, ...axis(c) },
    series: [
      { type: 'bar', barMaxWidth: 26, data: points.map((point) => ({ value: point.present, itemStyle: { color: isOver(point) ? c.refuse : c.brand } })) },
      { type: 'line', step: 'middle', symbol: 'none', data: points.map(({ cap }) => cap), lineStyle: { color: c.text, width: 2 }, itemStyle: { color: c.text }, z: 3 },
      {
        type: 'scatter', symbol: 'triangle', symbolSize: 14, symbolOffset: [0, -12], data: fevers, z: 4, itemStyle: { color: c.retest, opacity: 1 },
        label: { show: true, position: 'top', color: c.text, formatter: ({ data }: { data: { fevers: number } }) => String(data.fevers) },
      },
    ],
  });
}
