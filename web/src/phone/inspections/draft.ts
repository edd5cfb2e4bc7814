// What is being written of a visit. It lies on the phone from the first touch on, names the version of the visit that was seen, and becomes
// entries of the outbox when it is saved. Pure.
import type { Schemas } from '../../base/api/client';
import { fileEntry, visitEntry, visitKey, type Entry, type VisitSent } from '../outbox/entry';
import { answered, type DraftFile } from '../reports/draft';

export interface VisitDraft {
  /** visitKey. */
  id: string;
  of: 'visit'; // beside the drafts of reports
  /** Of the visit as it was seen. */
  version: number;
  outcome: VisitSent['outcome'] | '';
  declared: boolean | undefined;
  note: string;
  answers: Record<string, unknown>;
  files: DraftFile[];
}

type Standing = Pick<Schemas['DrawVisit'], 'item' | 'outcome' | 'declared' | 'note' | 'answers' | 'pictures' | 'version'>;
const bare = (id: string): DraftFile => ({ id, bytes: null, media_type: '' });

/** Of a visit as it stands: of an open one there is nothing yet. */
export const draftOfVisit = (draw: string, { item, outcome, declared, note, answers, pictures, version }: Standing): VisitDraft => ({
  id: visitKey(draw, item), of: 'visit', version, outcome: outcome === 'open' ? '' : outcome, declared: declared ?? undefined, note,
  answers: { ...(answers as Record<string, unknown>) }, files: pictures.map(bare),
});

/** The way back: what was refused, or waits, is written again with the pictures it has. */
export function draftOf({ subject, json }: Entry, waiting: readonly Entry[]): VisitDraft {
  const { outcome, declared, note, answers, pictures, version } = json as unknown as VisitSent;
  const files = new Map((pictures ?? []).map((id) => [id, bare(id)]));
  for (const { id, bytes, media_type } of waiting) files.set(id, { id, bytes, media_type });
  return { id: subject, of: 'visit', version, outcome, declared: declared ?? undefined, note: note ?? '', answers: { ...(answers as Record<string, unknown>) }, files: [...files.values()] };
}

/** What is lacking before it can be saved; null when nothing is. */
export const lackingIn = ({ outcome, declared }: VisitDraft): 'outcome' | 'declared' | null => (outcome === '' ? 'outcome' : outcome === 'seen' && declared === undefined ? 'declared' : null);

/** Says only what belongs to what was found. `version`: of the visit that was looked at last. */
function sentOf({ outcome, declared, note, answers, files }: VisitDraft, version: number): VisitSent {
  const given = outcome === 'seen' ? answered(answers) : {};
  const asked = Object.values(answers);
  const pictures = files.map(({ id }) => id).filter((id) => !asked.includes(id));
  const seen = outcome === 'seen' && { declared: declared === true, ...(Object.keys(given).length > 0 && { answers: given as VisitSent['answers'] }) };
  return { outcome: outcome || 'nobody', ...seen, note: note.trim(), pictures, version };
}

/** The pictures that the server lacks, and what was found, which waits for them. Those of questions that are asked no more stay behind. */
export function entriesOf(draft: VisitDraft, id: string, version: number, about: string, at: number): Entry[] {
  const sent = sentOf(draft, version);
  const named = [...(sent.pictures ?? []), ...Object.values((sent.answers ?? {}) as Record<string, unknown>)];
  const lacking = draft.files.filter((file): file is DraftFile & { bytes: ArrayBuffer } => file.bytes !== null && named.includes(file.id));
  const [draw, item] = draft.id.split('/') as [string, string];
  return [...lacking.map((file) => fileEntry(file.id, file.bytes, file.media_type, about, at)), visitEntry(id, draw, item, sent, lacking.map((file) => file.id), about, at)];
}
