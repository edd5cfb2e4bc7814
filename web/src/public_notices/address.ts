// The page's own address: /n/ for the whole city, /n/#CODE for a place (the code of a unit).

export const addressOf = (code: string) => `${location.origin}/n/${code && `#${encodeURIComponent(code)}`}`;

/** The place that an address narrows the page to; '' is none. */
export function codeIn(hash: string): string {
  const said = hash.slice(1);
  try {
    return decodeURIComponent(said).trim();
  } catch {
    return said.trim(); // % of its own
  }
}
