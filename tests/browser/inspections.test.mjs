// Inspections by lot before the real server: an offence is written down, a draw promised with a checklist out of an ODK form and
// revealed, drawn again with the commands on its page, visited, and what was found is proposed, told of, decided and delivered.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { dirname, join } from 'node:path';
import test from 'node:test';
import { cityOf } from '../flow/support/city.mjs';
import { id, password, repository, temporary, wardBin } from '../flow/support/ward.mjs';
import { browserFor, openLoggedIn } from './console.mjs';

const browser = browserFor(test);
const units = 'code,name,kind,parent\nyw,Yiwu,city,\nt1,Choucheng,town,yw\nc1,Jiangbin,community,t1\ng1,First grid,grid,c1\n';
const members = 'unit,name,phone,duty\nyw,Mayor,10000000009,member\nt1,Qian,10000000008,member\nt1,Mayor,10000000009,commander\nc1,Qian,10000000008,commander\ng1,Zhao,10000000003,member\n';
const VALUE = '03 09 14 22 27 31 + 08';
const XFORM = `<?xml version="1.0" encoding="UTF-8"?>
<h:html xmlns="http://www.w3.org/2002/xforms" xmlns:h="http://www.w3.org/1999/xhtml">
  <h:head><h:title>Fire safety</h:title>
    <model>
      <instance><data id="fire"><extinguisher/><beds/><where/></data></instance>
      <bind nodeset="/data/extinguisher" type="select1" required="true()"/><bind nodeset="/data/beds" type="int"/><bind nodeset="/data/where" type="geopoint"/>
    </model>
  </h:head>
  <h:body>
    <select1 ref="/data/extinguisher"><label>Extinguisher</label><item><label>In reach</label><value>in_reach</value></item><item><label>Missing</label><value>missing</value></item></select1>
    <input ref="/data/beds"><label>Beds</label></input>
    <input ref="/data/where"><label>Where</label></input>
  </h:body>
</h:html>`;

const openAt = (t, server, path, options) => openLoggedIn(t, browser(), server, path, options);
const press = (at, name) => at.getByRole('button', { name, exact: true }).click();
const dialog = (page) => page.locator('.el-overlay-dialog:visible');
const send = (page, name) => press(dialog(page).locator('.el-dialog__footer'), name);
const gone = (page) => dialog(page).waitFor({ state: 'hidden' });
async function choose(page, field, words, option) {
  await page.locator(field).fill(words);
  await page.getByRole('option', { name: option }).click();
}

async function city(t) {
  const made = await cityOf(t, { units, members }, { server: { web: join(repository, 'web/dist') } });
  const { server, unit, member } = made;
  for (let i = 0; i < 6; ++i) await server.admin.put(`/premises/${id()}`, { unit: unit.g1, code: `H-${i}`, address: `Road ${i}`, kind: 'house', landlord: member.Zhao, version: 0 });
  for (const name of ['li', 'wu']) await server.admin.put(`/users/${id()}`, { name, role: 'inspector', password });
  return made;
}

async function writeOffence(page) {
  await press(page, 'Add an offence');
  for (const [field, value] of Object.entries({ code: 'undeclared', name_zh: '未申报租客', name_en: 'Tenants not declared', basis: '《某条例》第二十八条' })) await page.fill(`#offence-${field}`, value);
  await dialog(page).getByText('Fine', { exact: true }).click();
  await page.fill('#offence-least', '500');
  await page.fill('#offence-most', '1000');
  await send(page, 'Save');
  await gone(page);
  await page.getByText('500 to 1,000').waitFor();
}

async function commit(page) {
  await press(page, 'Commit to a draw');
  await choose(page, '#draw-unit', 't1', /Choucheng/);
  await page.fill('#draw-title', 'Are tenants declared?');
  await page.fill('#draw-take-landlords', '7');
  await page.fill('#draw-replacements', '1');
  await page.fill('#draw-public', 'Lottery of Sunday');
  await press(dialog(page), 'Take questions from an ODK form');
  await page.setInputFiles('#xform-file', { name: 'none.xml', mimeType: 'application/xml', buffer: Buffer.from('extinguisher;beds') });
  await dialog(page).locator('.xform').getByRole('alert').waitFor();
  await page.setInputFiles('#xform-file', { name: 'fire.xml', mimeType: 'application/xml', buffer: Buffer.from(XFORM) });
  await dialog(page).getByText('Fire safety. Questions found: 2').waitFor();
  await dialog(page).getByText('Left out: 1').waitFor();
  await press(dialog(page), 'Take over 2');
  await send(page, 'Commit');
  await dialog(page).getByRole('alert').filter({ hasText: '7 of landlords are asked for, which has 6.' }).waitFor();
  await page.fill('#draw-take-landlords', '3');
  await send(page, 'Commit');
  await page.getByText(/^Committed, and not revealed yet/).waitFor();
}

async function reveal(page) {
  await press(page, 'Reveal');
  await page.fill('#reveal-value', VALUE);
  for (const name of ['li', 'wu']) {
    await page.locator('#reveal-inspectors').fill(name);
    await page.getByRole('option', { name, exact: true }).click();
  }
  await dialog(page).getByText('Reveal the draw and send the inspectors').click(); // closes the list
  await send(page, 'Reveal');
  await gone(page);
  await page.getByText('Nothing can be estimated yet: of Landlords nobody was seen.').waitFor();
}

/** The list as the commands on the page draw it: stratum, rank, id and key of each line. */
async function drawnAgain(t, page) {
  const folder = await temporary(t);
  await page.getByText('Check it yourself').click();
  for (const name of [/^Frame \(/, /^Commitment \(/]) {
    const [saved] = await Promise.all([page.waitForEvent('download'), page.getByRole('link', { name }).or(page.getByRole('button', { name })).click()]);
    await saved.saveAs(join(folder, saved.suggestedFilename()));
  }
  const command = await page.getByRole('region', { name: /^3\./ }).textContent();
  const out = execFileSync('sh', ['-c', `${command} > list.csv; cat list.csv`], { cwd: folder, encoding: 'utf8', env: { ...process.env, PATH: `${dirname(wardBin)}:${process.env.PATH}` } });
  return out.replace('\ufeff', '').trim().split(/\r?\n/).slice(1).map((line) => line.split(','));
}

test('from an offence and a draw to a fine that was delivered, by whose step it is', async (t) => {
  const { server } = await city(t);
  const page = await openAt(t, server, '/offences');
  await writeOffence(page);
  await page.goto(`${server.url}/draws`);
  await page.getByText(/^Nothing was drawn yet\./).waitFor();
  await commit(page);
  const where = new URL(page.url()).pathname;
  await reveal(page);
  const draw = await server.admin.get(where);
  assert.deepEqual(draw.form.map(({ key, kind }) => [key, kind]), [['extinguisher', 'choice'], ['beds', 'number']]);
  assert.deepEqual((await drawnAgain(t, page)).map(([stratum, rank, as, item, , key]) => [stratum, Number(rank), as, item, key]), draw.visits.map((one) => [one.stratum, one.rank, one.replaces ? 'replacement' : 'drawn', one.item, one.key]));

  const [li, wu] = [await server.login('li'), await server.login('wu')];
  const [first, second, third] = draw.visits;
  await li.put(`${where}/visits/${first.item}`, { outcome: 'seen', declared: false, answers: { extinguisher: 'missing', beds: 12 }, note: 'Two not declared.', version: 0 });
  await wu.put(`${where}/visits/${second.item}`, { outcome: 'seen', declared: true, answers: { extinguisher: 'in_reach' }, version: 0 });
  await li.put(`${where}/visits/${third.item}`, { outcome: 'not_there', note: 'A building site.', version: 0 });
  await page.reload();
  await page.getByText('An estimated 50 % were declared as they should be.').waitFor();
  await page.locator('tr', { hasText: 'Replacement' }).waitFor();

  const inspector = await openAt(t, server, `${where}?visit=${first.item}`, { as: 'li' });
  for (const words of ['Missing', '12', 'Two not declared.']) await inspector.getByRole('dialog').getByText(words, { exact: true }).waitFor();
  await press(inspector, 'Propose a measure');
  await choose(inspector, '#propose-offence', 'Tenants', /Tenants not declared/);
  await inspector.fill('#propose-fen', '800');
  await inspector.fill('#propose-party', 'Zhao');
  await send(inspector, 'Propose');
  await gone(inspector);
  await inspector.getByRole('link', { name: 'Fine, number 1', exact: true }).click();
  await inspector.getByText(/^Before a fine is decided the party is told/).waitFor();
  await press(inspector, 'Write down that the party was told');
  await inspector.fill('#step-text', 'Told at the door.');
  await send(inspector, 'Write down that the party was told');
  await inspector.getByText('There is nothing for you to do on it now.').waitFor();

  const at = new URL(inspector.url()).pathname;
  const mayor = await openAt(t, server, '/measures', { as: 'mayor' });
  await mayor.getByRole('row', { name: /Told/ }).getByRole('link').click();
  await press(mayor, 'Decide');
  await mayor.fill('#step-fen', '900');
  await mayor.fill('#step-text', 'Heard.');
  await send(mayor, 'Decide');
  await dialog(mayor).getByRole('alert').filter({ hasText: 'being heard makes no fine heavier' }).waitFor();
  await mayor.fill('#step-fen', '600');
  await send(mayor, 'Decide');
  await gone(mayor);

  await inspector.reload();
  await press(inspector, 'Write down the delivery');
  await inspector.locator('#step-how').press('Enter');
  await inspector.getByRole('option', { name: 'In person', exact: true }).click();
  await inspector.fill('#step-to', 'Zhao');
  await send(inspector, 'Write down the delivery');
  await gone(inspector);
  await inspector.getByText('Reconsideration can be asked for until').waitFor();
  await inspector.getByText(/^In person, .*, to Zhao$/).waitFor();
  assert.deepEqual((({ state, fen, steps }) => [state, fen, steps.map(({ action }) => action)])(await server.admin.get(at)), ['delivered', 60_000, ['propose', 'tell', 'decide', 'deliver']]);

  // Whoever comes second meets what the first did.
  await page.goto(server.url + at);
  await press(page, 'Withdraw');
  await page.fill('#step-text', 'The wrong landlord.');
  const { version } = await server.admin.get(at);
  await (await server.user('centre')).post(`${at}/steps`, { id: id(), action: 'carry_out', version, text: 'Paid.' });
  await send(page, 'Withdraw');
  await dialog(page).getByText(/^It is now: Carried out\. What you typed is kept/).waitFor();
  await send(page, 'Withdraw');
  await gone(page);
  await page.getByText('It was withdrawn: it is over.').waitFor();
  const complaints = [page, inspector, mayor].flatMap((one) => one.complaints);
  assert.deepEqual(complaints.filter((text) => !/400|409/.test(text)), []);
});
