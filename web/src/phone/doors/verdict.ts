// The sheet of a door, from the first touch to the verdict that is sent. Pure.
import type { Verdict } from '../outbox/entry';
import { answered } from '../reports/draft';

export interface Sheet {
  found: Verdict['found'] | '';
  /** Who live there, when somebody was seen. */
  people: number;
  /** YYYY-MM-DD, when nobody was there and somebody will come again; else empty. */
  return_on: string;
  note: string;
  answers: Record<string, unknown>;
}

export const emptySheet = (): Sheet => ({ found: '', people: 1, return_on: '', note: '', answers: {} });

/** The way back: a verdict that was refused is written again. */
export const sheetOf = ({ found, people, return_on, note, answers }: Verdict): Sheet => ({
  found, people: people ?? 1, return_on: return_on ?? '', note: note ?? '', answers: { ...(answers as Record<string, unknown>) },
});

/** Null while nothing was chosen. Says only what belongs to what was found. */
export function verdictOf({ found, people, return_on, note, answers }: Sheet, of: Pick<Verdict, 'id' | 'room' | 'at' | 'after'>): Verdict | null {
  if (found === '') return null;
  return {
    ...of, found,
    ...(found === 'seen' && { people, answers: answered(answers) as Verdict['answers'] }),
    ...(found === 'nobody' && return_on !== '' && { return_on }),
    ...(note.trim() !== '' && { note: note.trim() }),
  };
}
