import assert from 'node:assert/strict';
import { test } from 'node:test';
import { distanceText, metresBetween } from './distance';

const at = (latitude: number, longitude: number) => ({ latitude_e6: Math.round(latitude * 1e6), longitude_e6: Math.round(longitude * 1e6) });

test('distances are those of the server', () => {
  assert.equal(metresBetween(at(29.3, 120.07), at(29.3, 120.07)), 0);
  assert.equal(metresBetween(at(0, 0), at(0, 1)), 111_195); // a degree of the sphere
  assert.equal(metresBetween(at(29.3, 120.07), at(29.3009, 120.07)), 100);
  assert.equal(metresBetween(at(60, 0), at(60, 1)), 55_597); // half as far apart, less what the great circle saves
  assert.equal(metresBetween(at(0, 179.5), at(0, -179.5)), 111_195); // over the date line
  assert.equal(metresBetween(at(90, 0), at(-90, 0)), Math.round(Math.PI * 6_371_008.8));
  assert.equal(metresBetween(at(51.5, -0.1), at(29.3, 120.07)), metresBetween(at(29.3, 120.07), at(51.5, -0.1)));
});

test('a distance is said as the language says it, no more exactly than it is meant', () => {
  const said = (language: string) => [0, 43, 347, 994, 995, 1_250, 12_340].map((metres) => distanceText(metres, language));
  assert.deepEqual(said('en'), ['0 m', '43 m', '350 m', '990 m', '1 km', '1.3 km', '12.3 km']);
  assert.deepEqual(said('zh'), ['0米', '43米', '350米', '990米', '1公里', '1.3公里', '12.3公里']);
});
