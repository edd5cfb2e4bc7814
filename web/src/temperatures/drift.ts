// The drift watch as the server judged it: its days, its band, its verdict. Nothing is judged here.
import type { Schemas } from '../base/api/client';
import { axis, common, type Colours } from '../base/charts/colours';
import { dayOf, showDateTime, showMonthDay } from '../base/time';
import { t } from './texts';

type Watch = Schemas['DriftWatch'];
type Day = Watch['days'][number];
const TWO_HOURS_MS = 2 * 3_600_000;

/** From the first day with people on: what a new gate has not seen yet is left out. */
export function seenDays(watch: Watch): Day[] {
  const first = watch.days.findIndex((day) => day.count > 0);
  return first < 0 ? [] : watch.days.slice(first);
}

/** The date that 24 hours bear. Two hours before their end, for those that end at midnight, or an hour off it since clocks were changed. */
export const dateOf = (day: Day, zone: string) => dayOf(new Date(Date.parse(day.to) - TWO_HOURS_MS), zone);

const celsius = (cc: number | null | undefined) => (cc == null ? null : cc / 100);

export function driftSummary(days: Day[]): string {
  const all = days.flatMap((day) => celsius(day.median_cc) ?? []);
  return t('drift_summary', { days: all.length, low: Math.min(...all).toFixed(2), high: Math.max(...all).toFixed(2) });
}

/** From and to a whole step of 0.2 °C. */
function yAxis(days: Day[], ends: number[], c: Colours) {
  const all = [...days.flatMap((day) => celsius(day.median_cc) ?? []), ...ends];
  return {
    type: 'value', name: '°C', min: Math.floor(Math.min(...all) * 5) / 5, max: Math.ceil(Math.max(...all) * 5) / 5, ...axis(c),
    axisLabel: { ...axis(c).axisLabel, formatter: (value: number) => value.toFixed(1) },
  };
}

function tooltip(day: Day, zone: string): string {
  return t('drift_day', { time: showDateTime(day.to, zone), median: celsius(day.median_cc)?.toFixed(2) ?? '–', count: day.count });
}

function bandOf(band: Watch['band'], c: Colours) {
  if (!band) return undefined;
  return {
    silent: true, itemStyle: { color: c.wash }, label: { color: c.muted, position: 'insideTopLeft' },
    data: [[{ yAxis: celsius(band.low_cc), name: t('drift_band') }, { yAxis: celsius(band.high_cc) }]],
  };
}

/** Days with enough people as a line, the judged one larger; the others, which count for nothing, as hollow points. */
export function driftOption(watch: Watch, zone: string) {
  const days = seenDays(watch);
  const last = days.length - 1;
  const ends = watch.band ? [watch.band.low_cc / 100, watch.band.high_cc / 100] : [];
  return (c: Colours) => {
    const colour = (i: number) => (i === last && watch.verdict === 'drifted' ? c.refuse : c.brand);
    return {
      ...common(c),
      tooltip: { ...common(c).tooltip, formatter: ({ dataIndex }: { dataIndex: number }) => tooltip(days[dataIndex]!, zone) },
      xAxis: { type: 'category', data: days.map((day) => showMonthDay(dateOf(day, zone))), ...axis(c) },
      yAxis: yAxis(days, ends, c),
      series: [
        {
          type: 'line', connectNulls: true, symbol: 'circle', lineStyle: { color: c.brand, width: 2 }, markArea: bandOf(watch.band, c),
          data: days.map((day, i) => ({ value: day.enough ? celsius(day.median_cc) : null, itemStyle: { color: colour(i) }, symbolSize: i === last ? 14 : 8 })),
        },
        {
          type: 'scatter', symbolSize: 8, itemStyle: { color: c.surface, borderColor: c.muted, borderWidth: 1.5 },
          data: days.map((day) => (day.enough ? null : celsius(day.median_cc))),
        },
      ],
    };
  };
}
