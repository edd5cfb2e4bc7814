// What happened today at each gate. Passages may come twice (over the API and live): they count once.
import type { Schemas } from '../base/api/client';

type Passage = Pick<Schemas['PassageRow'], 'id' | 'device' | 'at' | 'outcome'>;
export interface Counts {
  admitted: number;
  refused: number;
}

export class DayCounts {
  private readonly seen = new Set<string>();
  private readonly byGate = new Map<string, Counts>();

  /** The day is [from, to), RFC 3339. */
  constructor(
    private readonly from: string,
    private readonly to: string,
  ) {}

  add(passage: Passage): void {
    const at = Date.parse(passage.at);
    if (this.seen.has(passage.id) || at < Date.parse(this.from) || at >= Date.parse(this.to)) return;
    this.seen.add(passage.id);
    const counts = this.byGate.get(passage.device) ?? { admitted: 0, refused: 0 };
    if (passage.outcome === 'admit') ++counts.admitted;
    if (passage.outcome === 'refuse') ++counts.refused;
    this.byGate.set(passage.device, counts);
  }

  of(device: string): Counts {
    return this.byGate.get(device) ?? { admitted: 0, refused: 0 };
  }
}
