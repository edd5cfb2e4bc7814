// Words for what the server names, and the order's text as the reader's language has it.
import { language } from '../base/i18n/i18n';
import type { Schemas } from '../base/api/client';
import { textFor } from './languages';
import { t } from './texts';

export type Order = Schemas['Order'];
export const DUTIES = ['commander', 'member', 'landlord', 'workshop_head'] as const;
export const URGENCIES = ['immediate', 'expected', 'future'] as const;
type Duty = (typeof DUTIES)[number];
type Urgency = (typeof URGENCIES)[number];

const isDuty = (duty: string): duty is Duty => (DUTIES as readonly string[]).includes(duty);
const isUrgency = (urgency: string): urgency is Urgency => (URGENCIES as readonly string[]).includes(urgency);
export const dutyWord = (duty: string) => (isDuty(duty) ? t(`duty_${duty}`) : duty);
export const urgencyWord = (urgency: string) => (isUrgency(urgency) ? t(`urgency_${urgency}`) : urgency);
export const audienceWords = (duties: readonly string[]) => (duties.length > 0 ? duties.map(dutyWord).join(t('and')) : t('everybody'));
export const headlineOf = (order: Pick<Order, 'texts'>) => textFor(order.texts, language.value)?.headline ?? '';
