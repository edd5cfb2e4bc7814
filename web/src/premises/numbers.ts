// Numbers of rooms as people write them down for a whole house: "101-106, 201".

/** As many rooms are made at one go. */
export const MOST_ROOMS = 200;
export const LONGEST_NUMBER = 40;
const RANGE = /^(\D*)(\d+)([-~])(\D*)(\d+)$/;

/** From the first to the last, as long as the first: "008" to "010". One more than MOST_ROOMS tells that it is too many. */
function counted(prefix: string, first: string, last: string): string[] {
  const count = Math.min(Number(last) - Number(first), MOST_ROOMS) + 1;
  return Array.from({ length: count }, (_, i) => `${prefix}${String(Number(first) + i).padStart(first.length, '0')}`);
}

/** "2-101" is the door of one room, "101-106" are six: a hyphen counts only between numbers of one length, "~" always. */
function numbersOf(word: string): string[] {
  const [, prefix = '', first = '', between, again = '', last = ''] = RANGE.exec(word) ?? [];
  const alike = (again === '' || again === prefix) && Number(first) < Number(last) && (between === '~' || first.length === last.length);
  return between && alike ? counted(prefix, first, last) : [word];
}

/** The numbers that a text names, each once, in its order. Commas and spaces part them, in either width. */
export function numbersIn(text: string): string[] {
  const plain = text.normalize('NFKC').replaceAll(/\s*[-–—~]\s*/g, (sign) => (sign.includes('~') ? '~' : '-'));
  const words = plain.split(/[\s,;、]+/).filter(Boolean);
  return [...new Set(words.flatMap(numbersOf))];
}

/** The floor that a number tells: "101" and "2-101A" are on floor 1, "1203" on 12; "" where it tells none. */
export function floorIn(number: string): string {
  const [, digits] = /(?<!\d)(\d{3,4})\D*$/.exec(number) ?? [];
  return digits ? String(Number(digits.slice(0, -2)) || '') : '';
}
