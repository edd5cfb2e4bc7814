import assert from 'node:assert/strict';
import { test } from 'node:test';
import { areasOf, towards } from './areas';

test('the areas fill the whole, each as large as its size says, and none is a thread', () => {
  const sizes = [1, 6, 6, 4, 3, 2, 2];
  const rects = areasOf(sizes, 600, 400);
  rects.forEach((rect, i) => {
    assert.ok(Math.abs(rect.width * rect.height - (sizes[i]! / 24) * 240_000) < 1e-6);
    assert.ok(rect.x >= 0 && rect.y >= 0 && rect.x + rect.width <= 600 + 1e-6 && rect.y + rect.height <= 400 + 1e-6);
    assert.ok(Math.max(rect.width / rect.height, rect.height / rect.width) < 4);
  });
  for (const a of rects) for (const b of rects) if (a !== b) assert.ok(a.x + a.width <= b.x + 1e-6 || b.x + b.width <= a.x + 1e-6 || a.y + a.height <= b.y + 1e-6 || b.y + b.height <= a.y + 1e-6);
  assert.deepEqual(areasOf([], 600, 400), []);
  assert.deepEqual(areasOf([5], 600, 400), [{ x: 0, y: 0, width: 600, height: 400 }]);
});

test('ten thousand units of very different size are laid out', () => {
  const sizes = Array.from({ length: 10_000 }, (_, i) => 1 + ((i * 7919) % 997) ** 2);
  const rects = areasOf(sizes, 1_500, 400);
  assert.ok(rects.every(({ width, height }) => width > 0 && height > 0));
});

test('an arrow leads to the neighbour on that side, and at the edge nowhere', () => {
  const rects = areasOf([1, 1, 1, 1], 200, 200);
  const at = (x: number, y: number) => rects.findIndex((rect) => Math.abs(rect.x - x) < 1 && Math.abs(rect.y - y) < 1);
  assert.equal(towards(rects, at(0, 0), 'ArrowRight'), at(100, 0));
  assert.equal(towards(rects, at(0, 0), 'ArrowDown'), at(0, 100));
  assert.equal(towards(rects, at(100, 100), 'ArrowLeft'), at(0, 100));
  assert.equal(towards(rects, at(100, 100), 'ArrowUp'), at(100, 0));
  assert.equal(towards(rects, at(0, 0), 'ArrowUp'), -1);
  assert.equal(towards(rects, at(0, 0), 'Enter'), -1);
});
