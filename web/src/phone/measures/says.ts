// Measures in words.
import { language, t } from '../words';

/** An amount as it is read. */
export const yuan = (fen: number) => t('yuan', { amount: new Intl.NumberFormat(language.value, { minimumFractionDigits: fen % 100 === 0 ? 0 : 2 }).format(fen / 100) });
