// Where the areas of a treemap lie: squarified (Bruls, Huizing, van Wijk), so that they are easy to hit and to read.
export interface Rect {
  x: number;
  y: number;
  width: number;
  height: number;
}

/** The worst proportion (1 is a square) in a strip along `side` that holds these areas. */
function worst(areas: readonly number[], side: number): number {
  const sum = areas.reduce((all, one) => all + one, 0);
  return Math.max(...areas.map((area) => Math.max((side * side * area) / (sum * sum), (sum * sum) / (side * side * area))));
}

/** As many of the areas as a strip along `side` takes before their proportions become worse. */
function stripOf(areas: readonly number[], side: number): number {
  let count = 1;
  while (count < areas.length && worst(areas.slice(0, count + 1), side) <= worst(areas.slice(0, count), side)) ++count;
  return count;
}

/** One rectangle for each of `sizes`, in their order, which together fill `width` times `height`. Sizes are more than 0. */
export function areasOf(sizes: readonly number[], width: number, height: number): Rect[] {
  const rects = sizes.map((): Rect => ({ x: 0, y: 0, width: 0, height: 0 }));
  const scale = (width * height) / sizes.reduce((all, one) => all + one, 0);
  const order = sizes.map((_, index) => index).sort((a, b) => sizes[b]! - sizes[a]!);
  let left: Rect = { x: 0, y: 0, width, height };
  while (order.length > 0) {
    const wide = left.width >= left.height;
    const side = wide ? left.height : left.width;
    const strip = order.splice(0, stripOf(order.map((index) => sizes[index]! * scale), side));
    const depth = strip.reduce((sum, index) => sum + sizes[index]! * scale, 0) / side;
    let along = 0;
    for (const index of strip) {
      const length = (sizes[index]! * scale) / depth;
      rects[index] = wide ? { x: left.x, y: left.y + along, width: depth, height: length } : { x: left.x + along, y: left.y, width: length, height: depth };
      along += length;
    }
    left = wide ? { ...left, x: left.x + depth, width: left.width - depth } : { ...left, y: left.y + depth, height: left.height - depth };
  }
  return rects;
}

const STEPS: Record<string, [number, number]> = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

/** The area that an arrow key leads to: the nearest whose middle lies that way; -1 when there is none. */
export function towards(rects: readonly Rect[], from: number, key: string): number {
  const step = STEPS[key];
  if (!step) return -1;
  const middle = ({ x, y, width, height }: Rect) => [x + width / 2, y + height / 2] as const;
  const [fromX, fromY] = middle(rects[from]!);
  const far = rects.map((rect) => {
    const [x, y] = middle(rect);
    const ahead = (x - fromX) * step[0] + (y - fromY) * step[1];
    const aside = Math.abs((x - fromX) * step[1]) + Math.abs((y - fromY) * step[0]);
    return ahead > 1 ? ahead + 2 * aside : Infinity;
  });
  const nearest = Math.min(...far);
  return nearest < Infinity ? far.indexOf(nearest) : -1;
}
