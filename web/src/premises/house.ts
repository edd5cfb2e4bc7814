// A house and its rooms, as the server says them.
import { answer, api, type Schemas } from '../base/api/client';

export type House = Schemas['Premises'];
export type Room = Schemas['Room'];
export type Kind = Schemas['PremisesKind'];
export const KINDS: Kind[] = ['house', 'flats', 'dormitory', 'shop', 'workshop', 'other'];

export const getHouse = (id: string): Promise<House> => answer(api.GET('/premises/{id}', { params: { path: { id } } }));
export const stands = (room: Room): boolean => room.until === null;
