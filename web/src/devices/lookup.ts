import { answer, api } from '../base/api/client';
import type { Device } from './health';

export const listDevices = async (site: string): Promise<Device[]> =>
  (await answer(api.GET('/devices', { params: { query: { site } } }))).items;
