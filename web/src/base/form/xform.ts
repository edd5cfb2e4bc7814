// What an ODK XForm has that can be asked here: the server reads the file, the page says what becomes questions.
import { answer, api } from '../api/client';
import type { Bilingual, Field } from './field';
import { kindsWith, questionOf, type Question } from './questions';

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

/** What can be asked, with the names that it has there; and what cannot, because it wants a picture where there are none. */
export function askedOf(form: readonly Field[], pictures: boolean): { questions: Question[]; pictures: Field[] } {
  const isAsked = ({ kind }: Field) => kindsWith(pictures).includes(kind);
  return { questions: form.filter(isAsked).map(questionOf), pictures: form.filter((one) => !isAsked(one)) };
}
