// How much a finding speaks for one person or for two, as a bar to the right or to the left of the middle.

export interface Bar {
  left: number; // in hundredths of the whole width; the middle is at 50
  width: number;
  says: 'for' | 'against' | 'nothing';
}
/** The same number of a document weighs a little more (evidence.cpp): the bar is full there. */
const FULL_BITS = 25;
const NOTHING_BITS = 0.05; // shown as 0.0

export function barOf(bits: number): Bar {
  const width = Math.min(1, Math.abs(bits) / FULL_BITS) * 50;
  const says = Math.abs(bits) < NOTHING_BITS ? 'nothing' : bits > 0 ? 'for' : 'against';
  return { left: bits < 0 ? 50 - width : 50, width, says };
}

/** "+14.6": with its sign, and none where it says nothing. */
export function showBits(bits: number): string {
  const sign = { for: '+', against: '−', nothing: '' }[barOf(bits).says];
  return `${sign}${Math.abs(bits).toFixed(1)}`;
}
