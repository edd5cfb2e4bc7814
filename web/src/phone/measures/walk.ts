// The first measures that are open can be read in full without a network. Those whose version the phone has are not asked for again.
import { amend, keep, measured, measuredKey, seen } from '../store/kept';
import { isOpen, type Measure, type MeasureInFull } from './measure';
import { readMeasure } from './read';

export async function keepMeasure(one: MeasureInFull): Promise<void> {
  const kept = await keep(measuredKey(one.id), one);
  if (!kept) return;
  measured.set(one.id, kept);
  const listed = await amend<Measure[]>('measures', (all) => all.map((other) => (other.id === one.id ? one : other)));
  if (listed) seen.measures = listed;
}

export const refreshMeasure = async (id: string) => keepMeasure(await readMeasure(id));

export async function refreshMeasures(most: number): Promise<void> {
  for (const { id, version } of (seen.measures?.value ?? []).filter(isOpen).slice(0, most)) {
    if (measured.get(id)?.value.version !== version) await refreshMeasure(id);
  }
}
