import assert from 'node:assert/strict';
import { test } from 'node:test';
import { doorTowards, floorsOf } from './floors';

const room = (number: string, floor: string) => ({ id: `${floor}/${number}`, number, floor });

test('the top floor stands first, cellars below, and rooms without a floor at the end', () => {
  const rooms = [room('1', ''), room('x', 'Roof'), room('B1', 'B1'), room('102', '1'), room('1001', '10'), room('201', '2F'), room('99', '1'), room('c', '-2')];
  const floors = floorsOf(rooms);
  assert.deepEqual(floors.map((floor) => floor.name), ['10', '2F', '1', 'B1', '-2', 'Roof', '']);
  assert.deepEqual(floors[2]!.rooms.map((one) => one.number), ['99', '102']);
  assert.deepEqual(floorsOf([]), []);
});

test('arrows lead along a floor and from floor to floor, and nowhere at the end', () => {
  const floors = floorsOf([room('101', '1'), room('102', '1'), room('103', '1'), room('201', '2'), room('202', '2')]);
  assert.equal(doorTowards(floors, '2/201', 'ArrowRight'), '2/202');
  assert.equal(doorTowards(floors, '2/202', 'ArrowRight'), '1/101');
  assert.equal(doorTowards(floors, '1/103', 'ArrowUp'), '2/202');
  assert.equal(doorTowards(floors, '2/202', 'ArrowDown'), '1/102');
  assert.equal(doorTowards(floors, '2/201', 'ArrowUp'), null);
  assert.equal(doorTowards(floors, '2/201', 'ArrowLeft'), null);
  assert.equal(doorTowards(floors, '1/102', 'End'), '1/103');
  assert.equal(doorTowards(floors, '1/102', 'Enter'), null);
});
