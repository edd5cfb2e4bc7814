// A file of units goes to the server as it is: the server knows its encodings.
import { answer, api, type Schemas } from '../base/api/client';
import { saveFile } from '../base/save';

export type What = 'units' | 'members';
export type Format = 'csv' | 'xlsx';
const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';

export async function importUnits(file: File, query: { what: What; dry_run: boolean; good_rows: boolean }): Promise<Schemas['UnitImport']> {
  const headers = { 'Content-Type': file.name.toLowerCase().endsWith('.xlsx') ? XLSX : 'text/csv' };
  return answer(api.POST('/units/import', { params: { query }, body: file as unknown as string, bodySerializer: (body) => body, headers }));
}

export async function exportUnits(what: What, format: Format): Promise<void> {
  const file = await answer(api.GET('/units/export', { params: { query: { what, format } }, parseAs: 'blob' }));
  saveFile(`${what}.${format}`, [file as unknown as Blob], format === 'xlsx' ? XLSX : 'text/csv;charset=utf-8');
}
