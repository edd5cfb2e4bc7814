import vue from '@vitejs/plugin-vue';
import { ElementPlusResolver } from 'unplugin-vue-components/resolvers';
import components from 'unplugin-vue-components/vite';
import { defineConfig } from 'vite';
import { workerOf } from './scripts/worker.ts';

// WARD_SERVER: where `npm run dev` forwards the API to.
const server = process.env.WARD_SERVER ?? 'http://127.0.0.1:8080';

export default defineConfig({
  plugins: [
    vue(),
    components({ dts: 'src/components.d.ts', dirs: [], resolvers: [ElementPlusResolver()] }),
    workerOf({ name: 'phone', source: 'src/phone/worker/worker.ts', at: 'phone/worker.js', beside: ['/phone/', '/phone/manifest.webmanifest', '/phone/icon-192.png', '/icon.svg'] }),
    workerOf({ name: 'notices', source: 'src/public_notices/worker/worker.ts', at: 'n/worker.js', beside: ['/n/', '/icon.svg'] }),
  ],
  build: {
    target: 'es2022',
    chunkSizeWarningLimit: 700,
    rollupOptions: { input: { main: 'index.html', phone: 'phone/index.html', guest: 'd/index.html', notices: 'n/index.html' } }, // the console; the phone pages, the guest's and that of notices without its parts
  },
  server: { proxy: { '/api': { target: server, changeOrigin: false } } },
});
