// Rules that the compiler does not know: no HTML made of strings, no `any`, no text for people outside a texts.ts,
// no file that outgrows a reader's head.
import { readdirSync, readFileSync } from 'node:fs';

const LONGEST = 320;
const RULES = [
  [/\bv-html\b|\binnerHTML\b|\bouterHTML\b|\binsertAdjacentHTML\b|dangerouslyUseHTMLString/, 'HTML must not be made of strings'],
  [/:\s*any\b|\bas any\b|<any>/, 'no `any`'],
  [/console\.(log|debug)/, 'no debugging output'],
];
const CHINESE = /[\u4e00-\u9fff]/;
const MAY_HAVE_CHINESE = /texts\.ts$|\.test\.ts$|LanguageSwitch\.vue$/;

const faults = [];
for (const name of readdirSync('src', { recursive: true }).map(String)) {
  if (!/\.(ts|vue|css)$/.test(name) || name.endsWith('.d.ts')) continue;
  const lines = readFileSync(`src/${name}`, 'utf8').split('\n');
  if (lines.length > LONGEST) faults.push(`src/${name}: ${lines.length} lines; split it by meaning`);
  lines.forEach((line, i) => {
    for (const [pattern, why] of RULES) if (pattern.test(line)) faults.push(`src/${name}:${i + 1}: ${why}`);
    if (CHINESE.test(line) && !MAY_HAVE_CHINESE.test(name)) faults.push(`src/${name}:${i + 1}: texts belong into a texts.ts`);
  });
}
for (const fault of faults) console.error(fault);
process.exit(faults.length > 0 ? 1 : 0);
