// Which language of those there are somebody reads best.

const primary = (code: string) => code.toLowerCase().split('-')[0]!;

/** RFC 4647, 3.4: the whole code, then shorter and shorter beginnings of it. */
function beginnings(code: string): string[] {
  const parts = code.toLowerCase().split('-');
  return parts.map((_, i) => parts.slice(0, parts.length - i).join('-'));
}

/** The best of `offered` (BCP 47 codes) for somebody who reads `wanted`, best first; English when nothing fits, then the first. */
export function bestOf(offered: readonly string[], wanted: readonly string[]): string | undefined {
  const exactly = (code: string) => offered.find((one) => one.toLowerCase() === code);
  for (const code of wanted) {
    for (const shorter of beginnings(code)) {
      const found = exactly(shorter);
      if (found) return found;
    }
    const sister = offered.find((one) => primary(one) === primary(code)); // zh-CN for who reads zh-TW
    if (sister) return sister;
  }
  return offered.find((one) => primary(one) === 'en') ?? offered[0];
}
