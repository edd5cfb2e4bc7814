// A report that is being written. It lies on the phone from the first letter on, and becomes entries of the outbox when sent.
import { fileEntry, reportEntry, type Entry, type Report } from '../outbox/entry';

/** A picture or a voice note. Without bytes the server has it already. */
export interface DraftFile {
  id: string;
  bytes: ArrayBuffer | null;
  media_type: string;
}

export interface Point {
  latitude_e6: number;
  longitude_e6: number;
  accuracy_m: number;
}

export interface Draft {
  /** That of the incident it will be. */
  id: string;
  /** Server's time, ms since 1970. */
  begun_at: number;
  type: string;
  unit: string;
  words: string;
  address: string;
  point: Point | null;
  answers: Record<string, unknown>;
  files: DraftFile[];
}

export const emptyDraft = (id: string, unit: string, at: number): Draft => ({
  id, begun_at: at, type: '', unit, words: '', address: '', point: null, answers: {}, files: [],
});

/** The answers that were given. */
export const answered = (answers: Record<string, unknown>) => Object.fromEntries(Object.entries(answers).filter(([, value]) => value !== '' && value !== null && value !== undefined));

function bodyOf(draft: Draft): Report {
  const place = { address: draft.address, ...(draft.point && { latitude_e6: draft.point.latitude_e6, longitude_e6: draft.point.longitude_e6 }) };
  const answers = answered(draft.answers);
  const inAnswers = new Set(Object.values(answers));
  return { type: draft.type, unit: draft.unit, description: draft.words, place, answers, pictures: draft.files.map(({ id }) => id).filter((id) => !inAnswers.has(id)) };
}

/** The files that the server lacks, and the report that waits for them. */
export function entriesOf(draft: Draft, about: string, at: number): Entry[] {
  const lacking = draft.files.filter((file): file is DraftFile & { bytes: ArrayBuffer } => file.bytes !== null);
  const files = lacking.map((file) => fileEntry(file.id, file.bytes, file.media_type, about, at));
  return [...files, reportEntry(draft.id, bodyOf(draft), lacking.map(({ id }) => id), about, at)];
}

/** The way back: a report that was refused is written again, with the files that it has. */
export function draftOf(report: Entry, waiting: readonly Entry[]): Draft {
  const body = report.json as unknown as Report;
  const place = body.place ?? {};
  const files = new Map<string, DraftFile>();
  for (const id of body.pictures ?? []) files.set(id, { id, bytes: null, media_type: '' });
  for (const file of waiting) files.set(file.id, { id: file.id, bytes: file.bytes, media_type: file.media_type });
  return {
    ...emptyDraft(report.id, body.unit, report.written_at),
    type: body.type,
    words: body.description ?? '',
    address: place.address ?? '',
    point: place.latitude_e6 === undefined ? null : { latitude_e6: place.latitude_e6, longitude_e6: place.longitude_e6 ?? 0, accuracy_m: 0 },
    answers: { ...body.answers },
    files: [...files.values()],
  };
}
