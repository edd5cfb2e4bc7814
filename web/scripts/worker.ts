// Builds the service worker of an entry after its pages: one script, told which files they consist of.
import { createHash } from 'node:crypto';
import { build, type Plugin, type Rollup } from 'vite';

interface Made {
  /** Of the entry, as rollup knows it. */
  name: string;
  source: string;
  /** Where the script lies among the built pages. */
  at: string;
  /** What the pages consist of beside the files that were built. */
  beside: readonly string[];
}

/** What an entry loads, at once or later. */
function reached(bundle: Rollup.OutputBundle, entry: string): string[] {
  const files = new Set<string>();
  const walk = (name: string) => {
    const chunk = bundle[name];
    if (!chunk || files.has(name)) return;
    files.add(name);
    if (chunk.type !== 'chunk') return;
    [...chunk.imports, ...chunk.dynamicImports].forEach(walk);
    chunk.viteMetadata?.importedCss.forEach((css) => files.add(css));
  };
  for (const one of Object.values(bundle)) if (one.type === 'chunk' && one.isEntry && one.name === entry) walk(one.fileName);
  return [...files].sort();
}

async function script(source: string, shell: string[], version: string): Promise<string> {
  const made = (await build({
    configFile: false,
    logLevel: 'error',
    publicDir: false,
    define: { __SHELL__: JSON.stringify(shell), __VERSION__: JSON.stringify(version) },
    build: { write: false, target: 'es2020', rollupOptions: { input: source, output: { format: 'iife' } } },
  })) as Rollup.RollupOutput;
  return made.output[0].code;
}

/**
 * Two steps: what an entry reaches is known only before vite takes chunks away (an entry that only imports is written into
 * its page, chunks that had nothing but styles are gone), and what is left only after it.
 */
export function workerOf({ name, source, at, beside }: Made): Plugin[] {
  let files: string[] = [];
  return [
    {
      name: `ward-files-${name}`,
      apply: 'build',
      generateBundle(_, bundle) {
        files = reached(bundle, name);
      },
    },
    {
      name: `ward-worker-${name}`,
      apply: 'build',
      enforce: 'post',
      async generateBundle(_, bundle) {
        if (files.length === 0) return;
        const shell = [...beside, ...files.filter((file) => bundle[file]).map((file) => `/${file}`)];
        const version = createHash('sha256').update(shell.join('\n')).digest('hex').slice(0, 12);
        this.emitFile({ type: 'asset', fileName: at, source: await script(source, shell, version) });
      },
    },
  ];
}
