// Words for what is counted.
import { stateWord } from '../incidents/words';
import { stageOf } from './figures';
import { t } from './texts';

const WHOLE = ['returned', 'reopened', 'exempt'] as const;
const isWhole = (name: string): name is (typeof WHOLE)[number] => (WHOLE as readonly string[]).includes(name);

/** In the heading of a column, below what the columns are of. */
export function columnWord(name: string): string {
  const stage = stageOf(name);
  return stage !== null ? stateWord(stage) : isWhole(name) ? t(`figure_${name}`) : name;
}

/** Alone. */
export function figureWord(name: string): string {
  const stage = stageOf(name);
  return stage !== null ? t('on_time_in', { stage: stateWord(stage) }) : columnWord(name);
}

/** Those that a figure counts, and the rest of those among which it does. */
export function countedWord(name: string, rest: boolean): string {
  if (stageOf(name) !== null) return rest ? t('late') : t('in_time');
  if (!isWhole(name)) return rest ? t('rest') : name;
  return rest ? t(`not_${name}`) : t(`figure_${name}`);
}
