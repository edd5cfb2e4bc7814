import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Plan } from './enterprise';
import { formOf, missingIn, planOf } from './plan_form';

const plan: Plan = { resume_on: '2020-02-20', workers: [{ region: '420000', count: 20 }], masks: 2000, masks_a_day: 160, thermometers: 4, isolation_rooms: 2, canteen: 'staggered', disinfection: '', responsible: 'Chen', phone: '1', note: '' };

test('a new application begins with the plan before, and with a day to come', () => {
  assert.deepEqual(planOf(formOf(plan, '2020-02-10')), plan);
  assert.equal(formOf(plan, '2020-02-25').resume_on, '2020-02-26');
  assert.deepEqual(formOf(null, '2020-02-10').workers, [{ region: '', count: undefined }]);
});

test('what is missing is said one after the other', () => {
  const form = formOf(plan, '2020-02-10');
  assert.equal(missingIn(form), null);
  assert.equal(missingIn({ ...form, resume_on: '' }), 'resume_on');
  assert.equal(missingIn({ ...form, workers: [{ region: '420000', count: undefined }] }), 'workers');
  assert.equal(missingIn({ ...form, workers: [] }), 'workers');
  assert.equal(missingIn({ ...form, workers: [...form.workers, ...form.workers] }), 'region_twice');
  assert.equal(missingIn({ ...form, responsible: ' ' }), 'responsible');
  assert.equal(missingIn({ ...form, phone: ' ' }), 'phone');
});
