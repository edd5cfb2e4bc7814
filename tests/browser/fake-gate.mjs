// A gate that is not there: serves the page of the gate's screen and says what a test tells it to say.
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';

const pages = new URL('../../src/gate/screen/page/', import.meta.url);
const types = { html: 'text/html; charset=utf-8', css: 'text/css; charset=utf-8', js: 'text/javascript; charset=utf-8' };

// What the gate allows its page: as it is written in screen.cpp.
const [, policy] = readFileSync(new URL('../screen.cpp', pages), 'utf8').match(/safe_content =((?:\s*"[^"]*")+)/);
const safeContent = [...policy.matchAll(/"([^"]*)"/g)].map(([, part]) => part).join('');

export const quiet = {
  mood: 'idle', asks: '', why: [], what: [], temperature_cc: null, temperature_sd_cc: null, simulated: false, name: '', wait_s: 0, passage: '',
};

export const notice = {
  heading: { en: 'What this gate does', zh: '本闸机如何处理您的信息' },
  points: [
    {
      en: 'A camera compares your face with the people of this site; an infrared camera estimates your temperature.',
      zh: '摄像头将您的面部与本场所人员比对，红外摄像头估测您的体温。',
    },
    {
      en: 'A picture is kept, encrypted and for a limited time, only when somebody is not let in.',
      zh: '仅在不予通行时加密保存照片，且有保存期限。',
    },
    {
      en: 'You may go in without face recognition: ask the staff for entry by code, card or by hand.',
      zh: '您可以不使用人脸识别：请向工作人员申请凭码、刷卡或人工登记进入。',
    },
    { en: 'Responsible: Example School', zh: '负责单位：示范学校' },
  ],
  gate: '东门 East door',
  language: 'both',
};

// `picture`: JPEG bytes with faces at `faces`, the judged one first, or nothing.
export async function startFakeGate({ picture, faces = [[220, 90, 210, 280]] } = {}) {
  let state = quiet;
  let sequence = 0; // of the newest picture; counts anew after restart(), as a gate does
  const listeners = new Set();
  const asked = { pictures: 0, sent: 0 };
  const server = createServer(async (request, response) => {
    const { pathname, searchParams } = new URL(request.url, 'http://gate');
    if (pathname === '/live') {
      response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' });
      response.write(': hello\n\n');
      listeners.add(response);
      request.on('close', () => listeners.delete(response));
    } else if (pathname === '/state') {
      response.setHeader('content-type', 'application/json').end(JSON.stringify({ state, notice }));
    } else if (pathname === '/picture') {
      asked.pictures += 1;
      if (!picture) return response.writeHead(204).end();
      sequence += 1;
      if (sequence === Number(searchParams.get('after'))) return response.writeHead(204).end();
      asked.sent += 1;
      response.writeHead(200, {
        'content-type': 'image/jpeg', 'x-ward-sequence': String(sequence), 'x-ward-faces': JSON.stringify(faces),
      }).end(picture);
    } else {
      const name = pathname === '/' ? 'index.html' : pathname.slice(1);
      const file = await readFile(fileURLToPath(new URL(name, pages))).catch(() => null);
      if (!file) return response.writeHead(404).end();
      response.setHeader('content-security-policy', safeContent);
      response.setHeader('content-type', types[name.split('.').at(-1)]).end(file);
    }
  });
  await new Promise((listening) => server.listen(0, '127.0.0.1', listening));
  return {
    url: `http://127.0.0.1:${server.address().port}/`,
    asked,
    say(changes) {
      state = { ...quiet, ...changes };
      for (const listener of listeners) listener.write(`event: state\ndata: ${JSON.stringify(state)}\n\n`);
    },
    // What a restart looks like to the page: the stream breaks, and pictures are counted from the beginning.
    restart() {
      sequence = 0;
      for (const listener of listeners) listener.destroy();
    },
    cut() {
      for (const listener of listeners) listener.destroy();
      server.closeAllConnections();
      server.close();
    },
    async stop() {
      server.closeAllConnections();
      await new Promise((closed) => server.close(closed));
    },
  };
}
