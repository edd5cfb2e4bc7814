// Importing several pictures: each row is one person and is sent on its own, so that one refusal stops nobody else.
import { answer, api } from '../base/api/client';
import { uuid7 } from '../base/uuid';
import { fromFileName, sendFace, unfit } from './enrol';
import { t } from './texts';

export type RowState = 'waiting' | 'sending' | 'done' | 'without_face' | 'refused' | 'duplicate' | 'left_out';

export interface BulkRow {
  id: string; // of the person; made once, so that a row can be sent again
  picture: File;
  url: string;
  name: string;
  number: string;
  state: RowState;
  why: string;
}

export const rowOf = (picture: File): BulkRow => ({
  id: uuid7(), picture, url: URL.createObjectURL(picture), ...fromFileName(picture.name), state: 'waiting', why: '',
});

/** Sends one row: the person, then the face. The outcome is in the row. */
export async function sendRow(row: BulkRow, site: string, group: string | null, allowDuplicate = false): Promise<void> {
  row.state = 'sending';
  const fault = unfit(row.picture) ?? (row.name.trim() ? null : 'need_name');
  try {
    if (fault) throw new Error(t(fault));
    const body = { site, group, name: row.name.trim(), number: row.number.trim() || null };
    await answer(api.PUT('/people/{id}', { params: { path: { id: row.id } }, body }));
  } catch (error) {
    Object.assign(row, { state: 'refused', why: (error as Error).message });
    return;
  }
  const sent = await sendFace(row.id, row.picture, allowDuplicate);
  if (sent.kind === 'done') Object.assign(row, { state: 'done', why: '' });
  else Object.assign(row, { state: sent.kind === 'duplicate' ? 'duplicate' : 'without_face', why: sent.why });
}

/** The row was the same person as somebody enrolled before: takes it back. */
export async function leaveOut(row: BulkRow): Promise<void> {
  try {
    await answer(api.DELETE('/people/{id}', { params: { path: { id: row.id } } }));
    row.state = 'left_out';
  } catch (error) {
    row.why = (error as Error).message;
  }
}
