import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isEmpty, nobodyYet, saysEnough, searchOf } from './search';

test('a name is looked for while it is typed once it says enough', () => {
  assert.deepEqual(['', ' ', 'w', 'w ', 'wa', '王', '王小', 'É', 'Éa', 'م', 'مح', "o'", '12'].map(saysEnough), [false, false, false, false, true, true, true, false, true, false, true, false, false]);
});

test('one of name, phone and document is sent, without the spaces around it', () => {
  const wanted = { ...nobodyYet(), name: ' 王小明 ', phone: '139 0000 0001', number: ' 11010519491231002x' };
  assert.deepEqual(searchOf(wanted), { name: '王小明' });
  assert.deepEqual(searchOf({ ...wanted, way: 'phone' }), { phone: '139 0000 0001' });
  assert.deepEqual(searchOf({ ...wanted, way: 'document', country: 'EGY' }), { document: { kind: 'resident_card', number: '11010519491231002x' } });
  assert.deepEqual(searchOf({ ...wanted, way: 'document', kind: 'passport', country: 'EGY', number: 'A1' }), { document: { kind: 'passport', number: 'A1', country: 'EGY' } });
  assert.deepEqual(searchOf({ ...wanted, way: 'document', kind: 'passport', number: 'A1' }), { document: { kind: 'passport', number: 'A1' } });
});

test('what is not typed is looked for in no way', () => {
  assert.deepEqual([isEmpty(nobodyYet()), isEmpty({ ...nobodyYet('phone'), name: 'Wang' }), isEmpty({ ...nobodyYet(), name: 'W' })], [true, true, false]);
});
