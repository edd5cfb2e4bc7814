// What saving looks like everywhere: to the server from a form, and to the user's disk.
import { ref } from 'vue';
import { Problem } from './api/client';

/** A form on its way: whether it is being sent, what went wrong, and at which field (the server's name of it). */
export function useSave() {
  const busy = ref(false);
  const problem = ref('');
  const field = ref('');

  function refuse(why: string, at = ''): void {
    problem.value = why;
    field.value = at;
  }

  /** Runs `work` unless it runs already. Answers whether it went well; what was thrown stands in `problem`. */
  async function save(work: () => Promise<unknown>): Promise<boolean> {
    if (busy.value) return false;
    refuse('');
    busy.value = true;
    try {
      await work();
      return true;
    } catch (error) {
      refuse((error as Error).message, error instanceof Problem ? error.field : '');
      return false;
    } finally {
      busy.value = false;
    }
  }

  return { busy, problem, field, refuse, save };
}

export const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';

/** A list goes to the server as it is: the server knows its encodings. */
export const asItIs = (file: File) => ({
  body: file as unknown as string, bodySerializer: (body: unknown) => body as BodyInit, headers: { 'Content-Type': file.name.toLowerCase().endsWith('.xlsx') ? XLSX : 'text/csv' },
});

/** Hands a file made here to the user. */
export function saveFile(name: string, parts: BlobPart[], type: string): void {
  const url = URL.createObjectURL(new Blob(parts, { type }));
  const link = Object.assign(document.createElement('a'), { href: url, download: name });
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}
