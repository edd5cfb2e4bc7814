// A list of who lives where, to the server.
import { answer, api, type Schemas } from '../base/api/client';
import { asItIs } from '../base/save';

export type Imported = Schemas['ResidentImport'];
export const importResidents = (file: File, how: { dry_run: boolean; good_rows: boolean }): Promise<Imported> => answer(api.POST('/residents/import', { params: { query: how }, ...asItIs(file) }));
