// Files of units, to the server and from it.
import { answer, api, type Schemas } from '../base/api/client';
import { asItIs, saveFile, XLSX } from '../base/save';

export type What = 'units' | 'members';
export type Format = 'csv' | 'xlsx';

export async function importUnits(file: File, query: { what: What; dry_run: boolean; good_rows: boolean }): Promise<Schemas['UnitImport']> {
  return answer(api.POST('/units/import', { params: { query }, ...asItIs(file) }));
}

export async function exportUnits(what: What, format: Format): Promise<void> {
  const file = await answer(api.GET('/units/export', { params: { query: { what, format } }, parseAs: 'blob' }));
  saveFile(`${what}.${format}`, [file as unknown as Blob], format === 'xlsx' ? XLSX : 'text/csv;charset=utf-8');
}
