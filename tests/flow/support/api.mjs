// Calls the API and holds every answer against api/openapi.yaml: an operation, a status or a shape that is not written
// there is a failed test, whatever the test itself looks at.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import Ajv from 'ajv/dist/2020.js';
import formats from 'ajv-formats';
import { parse } from 'yaml';

export const contract = parse(readFileSync(new URL('../../../api/openapi.yaml', import.meta.url), 'utf8'), { merge: true });

const ajv = new Ajv({ strict: false, allErrors: true, validateFormats: true });
formats(ajv);
ajv.addSchema({ $id: 'contract', ...contract });

// Every operation: { id, method, path, pattern, operation }.
export const operations = Object.entries(contract.paths).flatMap(([path, item]) =>
  Object.entries(item)
    .filter(([method]) => ['get', 'put', 'post', 'patch', 'delete'].includes(method))
    .map(([method, operation]) => ({
      id: operation.operationId,
      method: method.toUpperCase(),
      path,
      pattern: new RegExp(`^${path.replace(/\{[^}]+\}/g, '[^/]+')}$`),
      operation,
    })),
);

export function operationOf(method, path) {
  const plain = path.split('?')[0];
  const fitting = operations.filter((o) => o.method === method && o.pattern.test(plain));
  // A literal path goes before one with a parameter.
  return fitting.sort((a, b) => a.path.split('{').length - b.path.split('{').length)[0];
}

const escape = (key) => key.replace(/~/g, '~0').replace(/\//g, '~1');
const validators = new Map();

function validate(pointer, value, what) {
  if (!validators.has(pointer)) validators.set(pointer, ajv.compile({ $ref: `contract#${pointer}` }));
  const validator = validators.get(pointer);
  if (!validator(value))
    assert.fail(`${what} is not what openapi.yaml says:\n${ajv.errorsText(validator.errors, { separator: '\n' })}\n${JSON.stringify(value)?.slice(0, 2000)}`);
}

// The pointer of the schema for an answer, or a failure when the contract does not know it.
function checkResponse(found, status, type, body, what) {
  const at = `/paths/${escape(found.path)}/${found.method.toLowerCase()}/responses`;
  const exact = found.operation.responses[status] !== undefined;
  if (!exact) assert.ok(status >= 400 && found.operation.responses.default, `${what}: status ${status} is not in openapi.yaml`);
  let response = found.operation.responses[exact ? status : 'default'];
  let pointer = `${at}/${exact ? status : 'default'}`;
  if (response.$ref) {
    pointer = response.$ref.slice(1);
    response = pointer.slice(1).split('/').reduce((node, key) => node[key], contract);
  }
  if (!response.content) {
    assert.equal(body.length, 0, `${what}: ${status} has no body in openapi.yaml`);
    return undefined;
  }
  const plain = type.split(';')[0];
  assert.ok(response.content[plain], `${what}: ${status} as ${type} is not in openapi.yaml`);
  if (!plain.endsWith('json')) return body;
  const value = JSON.parse(body.toString('utf8'));
  validate(`${pointer}/content/${escape(plain)}/schema`, value, `${what}: ${status}`);
  return value;
}

export class Api {
  // `as`: { cookie } of a person, { key } of a device, or nothing.
  constructor(url, as = {}) {
    this.url = url;
    this.cookie = as.cookie;
    this.key = as.key;
    this.language = as.language ?? 'en';
  }

  // Raw: checks nothing.
  fetch(method, path, { body, headers = {}, signal } = {}) {
    const all = { 'Accept-Language': this.language, ...headers };
    if (this.cookie) {
      all.Cookie = this.cookie;
      if (method !== 'GET' && !('X-Ward-Csrf' in all)) all['X-Ward-Csrf'] = '1';
    }
    if (this.key) all.Authorization = `Bearer ${this.key}`;
    if (body !== undefined && !(body instanceof Uint8Array) && typeof body !== 'string') {
      body = JSON.stringify(body);
      all['Content-Type'] ??= 'application/json';
    }
    for (const name of Object.keys(all)) if (all[name] === undefined) delete all[name];
    return fetch(`${this.url}/api/v1${path}`, { method, body, headers: all, signal, redirect: 'manual' });
  }

  // { status, headers, body }; the answer was held against the contract, and so was what was sent when it was taken.
  async call(method, path, options = {}) {
    const what = `${method} ${path}`;
    const found = operationOf(method, path);
    assert.ok(found, `${what} is not in openapi.yaml`);
    const abort = new AbortController();
    const response = await this.fetch(method, path, { ...options, signal: abort.signal });
    const endless = response.headers.get('content-type') === 'text/event-stream';
    const bytes = endless ? Buffer.alloc(0) : Buffer.from(await response.arrayBuffer());
    if (endless) abort.abort();
    const body = checkResponse(found, response.status, response.headers.get('content-type') ?? '', bytes, what);
    const sent = found.operation.requestBody?.content?.['application/json'];
    if (response.ok && sent && options.body !== undefined && typeof options.body === 'object')
      validate(`/paths/${escape(found.path)}/${method.toLowerCase()}/requestBody/content/application~1json/schema`,
        JSON.parse(JSON.stringify(options.body)), `${what}: the accepted request`);
    if (response.status >= 400) assert.equal(body.status, response.status);
    return { status: response.status, headers: response.headers, body };
  }

  // The body of an answer that must be a success.
  async ok(method, path, body, options = {}) {
    const answer = await this.call(method, path, { body, ...options });
    assert.ok(answer.status < 300, `${method} ${path}: ${answer.status} ${JSON.stringify(answer.body)}`);
    return answer.body;
  }
  get(path) { return this.ok('GET', path); }
  put(path, body, options) { return this.ok('PUT', path, body, options); }
  post(path, body, options) { return this.ok('POST', path, body, options); }
  delete(path) { return this.ok('DELETE', path); }

  // The body of an answer that must be the problem `code`.
  async refused(status, code, method, path, body, options = {}) {
    const answer = await this.call(method, path, { body, ...options });
    assert.deepEqual({ status: answer.status, code: answer.body?.code }, { status, code }, `${method} ${path}: ${JSON.stringify(answer.body)}`);
    return answer.body;
  }

  // The live stream: resolves once it is open; next(name) waits for the next event of that name; close() ends it.
  // Events are held against the schema of what they carry.
  async live({ language } = {}) {
    const abort = new AbortController();
    const response = await this.fetch('GET', `/live${language ? `?language=${language}` : ''}`, { signal: abort.signal });
    assert.equal(response.status, 200);
    assert.equal(response.headers.get('content-type'), 'text/event-stream');
    return new Live(response.body.pipeThrough(new TextDecoderStream()).getReader(), abort);
  }
}

const eventSchema = { passage: 'PassageRow', alarm: 'Alarm', device: 'Device', unit: 'UnitEvent', incident: 'IncidentEvent', order: 'OrderEvent', receipts: 'OrderEvent', duty: 'DutyEvent', notice: 'NoticeEvent', round: 'RoundEvent', declaration: 'DeclarationEvent' };

class Live {
  constructor(reader, abort) {
    this.reader = reader;
    this.abort = abort;
    this.text = '';
  }
  // { name, data }, or nothing when the server ended the stream.
  async event() {
    for (;;) {
      const end = this.text.indexOf('\n\n');
      if (end < 0) {
        const { value, done } = await this.reader.read();
        if (done) return undefined;
        this.text += value;
        continue;
      }
      const frame = this.text.slice(0, end);
      this.text = this.text.slice(end + 2);
      if (frame.startsWith(':')) continue;
      const fields = Object.fromEntries(frame.split('\n').map((line) => [line.slice(0, line.indexOf(':')), line.slice(line.indexOf(':') + 2)]));
      const data = JSON.parse(fields.data);
      assert.ok(eventSchema[fields.event], `the event ${fields.event} is not in openapi.yaml`);
      validate(`/components/schemas/${eventSchema[fields.event]}`, data, `live ${fields.event}`);
      return { name: fields.event, data };
    }
  }
  async next(name, wanted = () => true) {
    for (;;) {
      const event = await this.event();
      assert.ok(event, `the stream ended before ${name}`);
      if (event.name === name && wanted(event.data)) return event.data;
    }
  }
  close() { this.abort.abort(); }
}
