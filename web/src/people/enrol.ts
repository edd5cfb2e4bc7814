// Sending a face. What the server answers becomes one of three: done, refused (with why), or perhaps enrolled already.
import { answer, api, Problem, type Schemas } from '../base/api/client';

const LARGEST = 20 * 1024 * 1024;
export const PICTURES = 'image/jpeg,image/png';

export type Sent =
  | { kind: 'done'; enrolment: Schemas['Enrolment'] }
  | { kind: 'refused'; why: string }
  | { kind: 'duplicate'; why: string };

export type Unfit = 'wrong_type' | 'too_large' | null;

/** What can be said of a picture before it is sent. */
export function unfit(picture: Blob): Unfit {
  if (!PICTURES.split(',').includes(picture.type)) return 'wrong_type';
  return picture.size > LARGEST ? 'too_large' : null;
}

export async function sendFace(person: string, picture: Blob, allowDuplicate: boolean): Promise<Sent> {
  const call = api.PUT('/people/{id}/face', {
    params: { path: { id: person }, query: allowDuplicate ? { allow_duplicate: true } : {} },
    headers: { 'Content-Type': picture.type },
    body: picture as unknown as string,
    bodySerializer: (body) => body as unknown as Blob,
  });
  try {
    return { kind: 'done', enrolment: await answer(call) };
  } catch (error) {
    const kind = error instanceof Problem && error.code === 'face.duplicate' ? 'duplicate' : 'refused';
    return { kind, why: (error as Error).message };
  }
}

/** "20260001_Anna Lindqvist.jpg" to its number and name; without an underscore it is all name. */
export function fromFileName(file: string): { number: string; name: string } {
  const bare = file.replace(/\.[^.]+$/, '').trim();
  const match = /^([\w-]*\d[\w-]*?)_(.+)$/.exec(bare);
  return match ? { number: match[1]!, name: match[2]!.trim() } : { number: '', name: bare };
}
