// Words for what a draw names.
import { showNumber } from '../base/numbers';
import { isSource, type Draw } from './draw';
import { t } from './texts';

/** A draw that was not made from the registers may have strata of other names: they say themselves. */
export const stratumWord = (stratum: string) => (isSource(stratum) ? t(`stratum_${stratum}`) : stratum);

/** "Landlords: 40 of 1,200", for each stratum. */
export const takeWords = ({ commitment }: Pick<Draw, 'commitment'>) => commitment.strata.map(({ stratum, take, items }) => t('take_of', { stratum: stratumWord(stratum), take: showNumber(take), items: showNumber(items) }));
