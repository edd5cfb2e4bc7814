// Runs every src/**/*.test.ts with node:test; vite loads them, so that tests read the sources as the pages do.
import { readdirSync } from 'node:fs';
import { runnerImport } from 'vite';

const files = readdirSync('src', { recursive: true }).filter((name) => name.endsWith('.test.ts'));
if (files.length === 0) throw new Error('no tests found below src/');
for (const file of files) await runnerImport(`./src/${file}`);
