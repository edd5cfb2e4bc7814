// Amounts: fen on the wire, 1/100 yuan, and yuan for people.

export const MOST_FEN = 1_000_000_000; // as the server takes

/** "1,234.50", and "500" of whole yuan. */
export function yuanOf(fen: number): string {
  const digits = fen % 100 === 0 ? 0 : 2;
  return (fen / 100).toLocaleString('en-US', { minimumFractionDigits: digits, maximumFractionDigits: digits });
}

/** As it stands in a field. */
export const typedYuan = (fen: number) => (fen % 100 === 0 ? String(fen / 100) : (fen / 100).toFixed(2));

/** Fen of "1234.5", "1,234.50" or "500"; nothing of what is no amount. */
export function fenOf(typed: string): number | null {
  const found = /^(\d{1,8}|\d{1,3}(?:[,，]\d{3})+)(?:[.．](\d{1,2}))?$/.exec(typed.trim());
  if (!found) return null;
  const fen = Number(found[1]!.replace(/[,，]/g, '')) * 100 + Number((found[2] ?? '').padEnd(2, '0'));
  return fen <= MOST_FEN ? fen : null;
}
