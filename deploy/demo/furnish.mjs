// What the demo's server starts with: two sites with their policies, people with faces, two gates, and a small
// city around them. Over the API, as an
// office would do it.
import { readFileSync } from 'node:fs';
import { logIn, newId } from './api.mjs';
import { settle } from './grid.mjs';

async function setPolicy(call, site, changes) {
  const { version, ...policy } = await call('GET', `/sites/${site}/policy`);
  await call('PUT', `/sites/${site}/policy`, { ...policy, ...changes });
}

async function makeGate(call, kind, site, name, zone) {
  const { device, key } = await call('PUT', `/devices/${newId()}`, {
    site, name, kind: 'gate', zone, sign: '门口右侧，视线高度 Right of the door, at eye level',
  });
  return { kind, device: device.id, name, key };
}

// `portraits`: picture file by name; `units`, `members`: files of a made-up city. Returns the gates with their keys.
export async function furnish({ server, password, portraits, units, members, say }) {
  const call = await logIn(server, 'admin', password);
  const school = newId(), visitors = newId(), group = newId();
  await call('PUT', `/sites/${school}`, { name: '示范学校 Example School', zone: 'Asia/Shanghai', capture_days: 7 });
  await call('PUT', `/sites/${visitors}`, { name: '访客中心 Visitors’ Centre', zone: 'Asia/Shanghai', capture_days: 1 });
  await setPolicy(call, school, { mask: 'off', masked_recognition: 'lower_mask', strangers: 'refuse' });
  await setPolicy(call, visitors, { order: 'temperature_only', mask: 'hard' });
  await call('PUT', `/groups/${group}`, { site: school, name: '三年级一班 Class 3-1' });

  let number = 0;
  for (const [name, file] of Object.entries(portraits)) {
    const person = newId();
    number += 1;
    await call('PUT', `/people/${person}`, { site: school, group, name, number: `S${String(number).padStart(3, '0')}` });
    await call('PUT', `/people/${person}/face`, readFileSync(file), 'image/jpeg');
    say(`enrolled ${name}`);
  }
  await settle({ call, password, units, members, school });
  say('settled a small city: its units, incidents and an order');
  return [
    await makeGate(call, 'school', school, '学校东门 School, east door', '校门入口 Entrance lane'),
    await makeGate(call, 'visitors', visitors, '访客入口 Visitors’ door', '访客通道 Visitors’ lane'),
  ];
}
