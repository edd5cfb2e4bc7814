// Passages as CSV (RFC 4180) with a byte order mark, which spreadsheets need to see UTF-8.
import { degrees } from '../base/numbers';
import { localOf } from '../base/time';
import { t } from './export_texts';
import { maskWord, outcomeWord, personWord, reasonWord, type Row } from './words';

/** One cell. What a spreadsheet would take for a formula is kept as text by a leading apostrophe. */
export function cell(value: string | number | null | undefined): string {
  const text = value == null ? '' : String(value);
  const safe = typeof value === 'string' && /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

export function csvHead(zone: string): string {
  const columns = [t('time', { zone }), t('gate'), t('person'), t('group'), t('temperature'), t('sd'), t('simulated'), t('mask'), t('outcome'), t('reasons'), t('opened'), t('id')];
  return `\uFEFF${columns.map(cell).join(',')}\r\n`;
}

export function csvLine(row: Row, zone: string): string {
  const cells = [
    localOf(new Date(row.at), zone).replace('T', ' '),
    row.device_name,
    personWord(row),
    row.group_name,
    row.temperature_cc == null ? '' : Number(degrees(row.temperature_cc)).toFixed(1),
    row.temperature_sd_cc == null ? '' : (row.temperature_sd_cc / 100).toFixed(2),
    row.simulated ? t('yes') : t('no'),
    maskWord(row.mask),
    outcomeWord(row.outcome),
    row.reasons.map(reasonWord).join('; '),
    row.opened ? t('yes') : t('no'),
    row.id,
  ];
  return `${cells.map(cell).join(',')}\r\n`;
}
