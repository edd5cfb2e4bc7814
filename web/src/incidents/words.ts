// Words for what the server names.
import type { Used } from './clock';
import { partsOf } from './clock';
import { typeOf, type Incident } from './catalogue';
import { t } from './texts';
import { STAGES } from './way';

export const STATES = [...STAGES, 'suspended', 'closed', 'assessed', 'void', 'duplicate'] as const;
type State = (typeof STATES)[number];

const isState = (state: string): state is State => (STATES as readonly string[]).includes(state);
export const stateWord = (state: string) => (isState(state) ? t(`state_${state}`) : state);

const ACTIONS = [
  'report', 'accept', 'verify', 'file', 'dispatch', 'take_up', 'feedback', 'check', 'close', 'assess', 'void', 'return', 'ask_extension', 'grant_extension', 'refuse_extension',
  'suspend', 'resume', 'reopen', 'appeal', 'grant_appeal', 'refuse_appeal', 'mark_duplicate', 'separate', 'close_with_original', 'move_deadline', 'hear_from_elsewhere',
] as const;
type Action = (typeof ACTIONS)[number];
const isAction = (action: string): action is Action => (ACTIONS as readonly string[]).includes(action);
export const didWord = (action: string) => (isAction(action) ? t(`did_${action}`) : action);

/** Who must do the next step. */
export function whoActs(incident: Incident): string {
  const type = typeOf(incident.type);
  switch (incident.state) {
    case 'accepted':
      return type?.verify ? (incident.unit_name ?? '') : t('acts_centre');
    case 'dispatched':
    case 'handling':
      return incident.assignee_name ?? t('acts_nobody');
    case 'feedback':
      return type?.check ? t('acts_checker') : t('acts_centre');
    case 'reported':
    case 'verified':
    case 'filed':
    case 'checked':
    case 'suspended':
    case 'closed':
      return t('acts_centre');
    default:
      return t('acts_over');
  }
}

export function leftWords({ urge, leftMs }: Used): string {
  if (urge === 'none') return t('no_clock');
  if (urge === 'still') return t('clock_still');
  const { unit, large, small } = partsOf(leftMs);
  return urge === 'overdue' ? t(`over_${unit}`, { large, small }) : t(`left_${unit}`, { large, small });
}
