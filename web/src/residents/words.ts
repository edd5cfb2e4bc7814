// What is kept of a person, in words.
import { listed } from '../base/listed';
import { showDate } from '../base/time';
import { countryName } from './countries';
import type { Found, KeptDocument, Person } from './resident';
import { t } from './texts';

/** A number is only ever shown by its end. */
export const documentWords = ({ kind, country, last }: KeptDocument): string =>
  kind === 'passport' || kind === 'other' ? t('document_of', { kind: t(`kind_${kind}`), country: countryName(country), last }) : t('document', { kind: t(`kind_${kind}`), last });

/** What a person says of a field, each value for itself; nothing where it is not known. */
export function valuesOf(person: Person, field: Found['field']): string[] {
  switch (field) {
    case 'name':
      return [person.name, ...person.spellings];
    case 'birth':
      return person.birth ? [showDate(person.birth)] : [];
    case 'sex':
      return person.sex ? [t(`sex_${person.sex}`)] : [];
    case 'nationality':
      return person.nationality ? [countryName(person.nationality)] : [];
    case 'document':
      return person.documents.map(documentWords);
    case 'phone':
      return person.phones;
  }
}

export const factsOf = (person: Person) => [
  { name: t('name'), value: person.name },
  { name: t('spellings'), value: listed(person.spellings) },
  ...(['birth', 'sex', 'nationality'] as const).map((field) => ({ name: t(field), value: valuesOf(person, field)[0] })),
  ...person.documents.map((one, i) => ({ name: person.documents.length > 1 ? t('document_no', { index: i + 1 }) : t('document_one'), value: documentWords(one) })),
  { name: t('phone'), value: listed(person.phones) },
];
