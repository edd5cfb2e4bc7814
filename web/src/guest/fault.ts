// What is not right, at which field, and the sentence for it: the server's own come in Chinese and English only.
import type { Problem } from '../base/api/client';
import type { Phrases } from './words';

export interface Fault {
  /** Its path, as "persons[0].documents[0].number"; '' is none. */
  field: string;
  says: keyof Phrases;
  /** The server's, where no sentence of ours is for it. */
  code?: string;
}

const SENTENCES: Readonly<Record<string, keyof Phrases>> = {
  'document.check': 'fault_check',
  'document.characters': 'fault_letters',
  'document.country_missing': 'need_issuer',
  'document.empty': 'need_number',
  'country.unknown': 'need_country',
  'resident.birth': 'fault_birth',
  'date.malformed': 'fault_date',
  'region.unknown': 'fault_region',
  'declaration.stays': 'need_country',
  'declaration.persons': 'need_name',
  'declaration.when': 'fault_when',
  'declaration.changed_meanwhile': 'fault_meanwhile',
  'declaration.begun': 'fault_begun',
  'invitation.unknown': 'link_unknown',
  'invitation.too_many_tries': 'fault_too_many',
  'premises.closed': 'fault_house',
};

function sentenceFor({ status, code }: Problem): keyof Phrases {
  const own = SENTENCES[code];
  if (own) return own;
  if (code.startsWith('document.')) return 'fault_form';
  if (status === 0) return 'fault_away';
  if (status === 429) return 'fault_too_many';
  return status >= 500 ? 'fault_server' : 'fault_other';
}

export const faultOf = (problem: Problem): Fault => ({ field: problem.field, says: sentenceFor(problem), code: problem.code || String(problem.status) });

/** The field itself, then what it lies in: "persons[0].documents[0].last", "persons[0].documents[0]", "persons[0].documents", ... */
export function towards(field: string): string[] {
  const paths = [];
  for (let path = field; path !== ''; path = path.replace(/(\.?[^.[]+|\[\d+\])$/, '')) paths.push(path);
  return paths;
}
