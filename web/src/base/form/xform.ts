// What an ODK XForm has that can be asked here: the server reads the file, the page says what becomes questions.
import { answer, api } from '../api/client';
import type { Bilingual, Field } from './field';
import { KINDS, type Question } from './questions';

export interface LeftOut {
  name: string; // path of the question
  why: Bilingual;
}
export interface Found {
  title: string;
  form: Field[];
  left_out: LeftOut[];
}

/** The file goes to the server as it is, because it says its own encoding. */
export async function readXForm(file: File): Promise<Found> {
  const call = api.POST('/forms/xform', { body: file as unknown as string, bodySerializer: (body) => body, headers: { 'Content-Type': 'application/xml' } });
  return (await answer(call)) as unknown as Found;
}

const isAsked = (kind: Field['kind']): kind is Question['kind'] => KINDS.some((one) => one === kind);

/** What can be asked, with the names that it has there; and what cannot, because it wants a picture. */
export function askedOf(form: readonly Field[]): { questions: Question[]; pictures: Field[] } {
  const questions = form.flatMap(({ key, name, kind, required, choices = [] }) => (isAsked(kind) ? [{ key, ...name, kind, required, choices: choices.map((choice) => ({ ...choice.name, value: choice.value })) }] : []));
  return { questions, pictures: form.filter(({ kind }) => !isAsked(kind)) };
}
