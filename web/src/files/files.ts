// Pictures and voice notes: kept by the server first, then named in what they belong to.
import { answer, api } from '../base/api/client';
import { uuid7 } from '../base/uuid';

export const PICTURES = 'image/jpeg,image/png,image/webp';

/** Keeps a file; its id. A retry with the same `id` counts once. */
export async function keepFile(file: Blob, id = uuid7()): Promise<string> {
  const call = api.PUT('/files/{id}', { params: { path: { id } }, body: file as unknown as string, bodySerializer: (body) => body, headers: { 'Content-Type': file.type } });
  return (await answer(call)).id;
}

export async function fetchFile(id: string): Promise<Blob> {
  return (await answer(api.GET('/files/{id}', { params: { path: { id } }, parseAs: 'blob' }))) as unknown as Blob;
}
