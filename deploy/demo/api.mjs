// Calls to the demo's server, as a client of its API makes them.
import { randomBytes } from 'node:crypto';

// A UUIDv7 (RFC 9562), made by whoever creates the thing.
export function newId() {
  const bytes = randomBytes(16);
  bytes.writeUIntBE(Date.now(), 0, 6);
  bytes[6] = 0x70 | (bytes[6] & 0x0f);
  bytes[8] = 0x80 | (bytes[8] & 0x3f);
  return bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}

export async function logIn(server, name, password) {
  const call = async (method, path, body, type = 'application/json') => {
    const answer = await fetch(`${server}/api/v1${path}`, {
      method,
      body: body === undefined || body instanceof Uint8Array ? body : JSON.stringify(body),
      headers: { ...(body === undefined ? {} : { 'content-type': type }), 'x-ward-csrf': '1', cookie: call.cookie ?? '' },
    });
    const text = await answer.text();
    if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${text}`);
    call.cookie ??= answer.headers.get('set-cookie')?.split(';')[0];
    return text ? JSON.parse(text) : null;
  };
  await call('POST', '/session', { name, password });
  return call;
}
