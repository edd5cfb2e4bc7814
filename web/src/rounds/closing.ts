// A round is closed for good: what that does is asked first.
import { answer, api } from '../base/api/client';
import { showNumber } from '../base/numbers';
import { isSure, said } from '../base/ui/sure';
import { t } from './edit_texts';
import type { Round } from './round';

/** Answers whether the round is to be looked at again. */
export async function closeRound(round: Round): Promise<boolean> {
  const ask = t('close_ask', { count: showNumber(round.rooms.none) });
  if (!(await isSure(t('close_title', { title: round.title }), ask, t('close')))) return false;
  await said(() => answer(api.POST('/rounds/{id}/close', { params: { path: { id: round.id } } })), t('was_closed'));
  return true;
}
