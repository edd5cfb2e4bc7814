// What is wrong with a gate, in words, worst first. Limits: where a person should look, not where a gate stops working.
import type { Schemas } from '../base/api/client';
import { t } from './texts';

export type Device = Schemas['Device'];
export interface Fault {
  severity: 'bad' | 'warning';
  text: string;
}

const JOURNAL_DEPTH_LIMIT = 50;
const CLOCK_LIMIT_MS = 2_000;
// These faults of the thermal chain belong to one face, not to the gate.
const OF_A_FACE = new Set(['face_too_small', 'face_cold', 'glasses', 'implausible']);
const KNOWN = ['no_frame', 'late', 'frozen', 'corrupt', 'settling', 'black_body_lost', 'black_body_moved', 'out_of_room'] as const;

function thermalFault(fault: string): Fault[] {
  if (fault === '' || fault === 'none' || OF_A_FACE.has(fault)) return [];
  const known = KNOWN.find((one) => one === fault);
  const severity = fault === 'settling' ? 'warning' : 'bad';
  return [{ severity, text: known ? t(`thermal_${known}`) : t('thermal_other', { fault }) }];
}

export function faultsOf(device: Device): Fault[] {
  const health = device.health;
  if (device.revoked) return [{ severity: 'bad', text: t('revoked') }];
  if (!health && !device.last_seen) return [{ severity: 'warning', text: t('never_seen') }];
  if (!device.online) return [{ severity: 'bad', text: t('offline') }];
  if (!health) return [];
  const faults: Fault[] = [];
  if (health.camera_fault) faults.push({ severity: 'bad', text: t(`camera_${health.camera_fault}`) });
  faults.push(...thermalFault(health.thermal_fault));
  if (health.journal_fault) faults.push({ severity: 'bad', text: t('storage_full') });
  if (health.barrier_fault) faults.push({ severity: 'bad', text: t('barrier_broken', { code: health.barrier_fault }) });
  if (health.passages_rejected) faults.push({ severity: 'bad', text: t('rejected', { count: health.passages_rejected }) });
  if (device.drift?.verdict === 'drifted') faults.push({ severity: 'warning', text: t('drifting') });
  if (health.open_all) faults.push({ severity: 'warning', text: t('opened_for_fire') });
  if (health.journal_depth > JOURNAL_DEPTH_LIMIT) faults.push({ severity: 'warning', text: t('waiting', { count: health.journal_depth }) });
  const offMs = health.clock_offset_ms ?? 0;
  if (Math.abs(offMs) > CLOCK_LIMIT_MS) faults.push({ severity: 'warning', text: t('clock_off', { seconds: (offMs / 1000).toFixed(1) }) });
  return faults;
}
