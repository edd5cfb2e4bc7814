import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fit } from './shrink';

test('a picture fits into the square, keeps its shape and is never made larger', () => {
  assert.deepEqual(fit(4032, 3024), { width: 1600, height: 1200 });
  assert.deepEqual(fit(3024, 4032), { width: 1200, height: 1600 });
  assert.deepEqual(fit(1600, 1600), { width: 1600, height: 1600 });
  assert.deepEqual(fit(640, 480), { width: 640, height: 480 });
  assert.deepEqual(fit(40_000, 3), { width: 1600, height: 1 }, 'a panorama is not flattened to nothing');
  for (let width = 1; width < 6000; width += 371) {
    for (let height = 1; height < 6000; height += 397) {
      const { width: w, height: h } = fit(width, height);
      assert.ok(w >= 1 && h >= 1 && w <= 1600 && h <= 1600);
      assert.ok(Math.abs(w * height - h * width) <= Math.max(width, height), `${width} x ${height} became ${w} x ${h}`);
    }
  }
});
