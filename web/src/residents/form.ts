// What somebody types about a person, and what is sent of it.
import { uuid7 } from '../base/uuid';
import type { DocumentKind, KeptDocument, Person, Sex } from './resident';

export const FIELDS = ['name', 'spellings', 'birth', 'sex', 'nationality', 'phones'] as const;
/** Texts, "" for what is not known; spellings and phones have a line each. */
export type PersonForm = Record<(typeof FIELDS)[number], string>;
/** A document whose number was typed here and is not stored yet. */
export interface TypedDocument {
  key: string;
  kind: DocumentKind;
  country: string;
  number: string;
}
export const KINDS: DocumentKind[] = ['resident_card', 'passport', 'hk_macao_permit', 'taiwan_permit', 'foreigner_card', 'other'];
/** The number of these says nothing without who issued it. */
export const needsCountry = (kind: DocumentKind): boolean => kind === 'passport' || kind === 'other';

export const emptyForm = (): PersonForm => ({ name: '', spellings: '', birth: '', sex: '', nationality: '', phones: '' });
export const emptyDocument = (): TypedDocument => ({ key: uuid7(), kind: 'resident_card', country: '', number: '' });

export const formOf = (person: Person): PersonForm => ({
  name: person.name, spellings: person.spellings.join('\n'), birth: person.birth ?? '', sex: person.sex ?? '', nationality: person.nationality ?? '', phones: person.phones.join('\n'),
});

export const linesOf = (text: string): string[] => [...new Set(text.split('\n').map((line) => line.trim()).filter(Boolean))];

/** Documents that stay are named by their end, in the order in which problems name them by their index. */
export function bodyOf(form: PersonForm, kept: readonly KeptDocument[], typed: readonly TypedDocument[]) {
  const stay = kept.map(({ kind, country, last }) => ({ kind, country, last }));
  const come = typed.map(({ kind, country, number }) => ({ kind, number: number.trim(), ...(needsCountry(kind) && country && { country }) }));
  return {
    name: form.name.trim(), spellings: linesOf(form.spellings), birth: form.birth || null, ...(form.sex && { sex: form.sex as Sex }), nationality: form.nationality || null, phones: linesOf(form.phones),
    documents: [...stay, ...come],
  };
}

const nameOf = ({ kind, country, last }: KeptDocument) => `${kind} ${country} ${last}`;

/** When somebody else saved first: what was taken out here stays out, everything else is as it is stored now. */
export function meetDocuments(seen: readonly KeptDocument[], kept: readonly KeptDocument[], now: readonly KeptDocument[]): KeptDocument[] {
  const stayed = kept.map(nameOf);
  const takenOut = seen.map(nameOf).filter((name) => !stayed.includes(name));
  return now.filter((one) => !takenOut.includes(nameOf(one)));
}

/** Which document a problem is about ("documents[1].number"); -1 for none. */
export const documentAt = (field: string): number => Number(/^documents\[(\d+)\]/.exec(field)?.[1] ?? -1);
