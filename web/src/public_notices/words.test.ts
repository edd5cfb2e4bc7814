import { checkWords } from '../open/words_check';
import type { LanguageFile } from './words';

checkWords('src/public_notices', import.meta.glob<LanguageFile & { default: object }>('./languages/*.ts', { eager: true }));
