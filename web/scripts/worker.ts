// Builds the service worker of the phone pages after them: one script, told which files its pages consist of.
import { createHash } from 'node:crypto';
import { build, type Plugin, type Rollup } from 'vite';

const ENTRY = 'src/phone/worker/worker.ts';
const AT = 'phone/worker.js';
const BESIDE = ['/phone/', '/phone/manifest.webmanifest', '/phone/icon-192.png', '/icon.svg'];

/** What the phone's entry loads, at once or later. */
function reached(bundle: Rollup.OutputBundle): string[] {
  const files = new Set<string>();
  const walk = (name: string) => {
    const chunk = bundle[name];
    if (!chunk || files.has(name)) return;
    files.add(name);
    if (chunk.type !== 'chunk') return;
    [...chunk.imports, ...chunk.dynamicImports].forEach(walk);
    chunk.viteMetadata?.importedCss.forEach((css) => files.add(css));
  };
  for (const one of Object.values(bundle)) if (one.type === 'chunk' && one.isEntry && one.name === 'phone') walk(one.fileName);
  return [...files].sort();
}

async function script(shell: string[], version: string): Promise<string> {
  const made = (await build({
    configFile: false,
    logLevel: 'error',
    publicDir: false,
    define: { __SHELL__: JSON.stringify(shell), __VERSION__: JSON.stringify(version) },
    build: { write: false, target: 'es2020', rollupOptions: { input: ENTRY, output: { format: 'iife' } } },
  })) as Rollup.RollupOutput;
  return made.output[0].code;
}

/** Two steps: an entry that only imports is written into its page by vite, and its file is gone after the first. */
export function phoneWorker(): Plugin[] {
  let files: string[] = [];
  return [
    {
      name: 'ward-phone-files',
      apply: 'build',
      generateBundle(_, bundle) {
        files = reached(bundle);
      },
    },
    {
      name: 'ward-phone-worker',
      apply: 'build',
      enforce: 'post',
      async generateBundle(_, bundle) {
        if (files.length === 0) return;
        const shell = [...BESIDE, ...files.filter((name) => bundle[name]).map((name) => `/${name}`)];
        const version = createHash('sha256').update(shell.join('\n')).digest('hex').slice(0, 12);
        this.emitFile({ type: 'asset', fileName: AT, source: await script(shell, version) });
      },
    },
  ];
}
