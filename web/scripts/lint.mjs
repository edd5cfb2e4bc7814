// Rules that the compiler does not know: no HTML made of strings, no `any`, no text for people outside a texts.ts and no
// text in one that is never said, no file that outgrows a reader's head.
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

const LONGEST = 320;
const RULES = [
  [/\bv-html\b|\binnerHTML\b|\bouterHTML\b|\binsertAdjacentHTML\b|dangerouslyUseHTMLString/, 'HTML must not be made of strings'],
  [/:\s*any\b|\bas any\b|<any>/, 'no `any`'],
  [/console\.(log|debug)/, 'no debugging output'],
];
const CHINESE = /[\u4e00-\u9fff]/;
const MAY_HAVE_CHINESE = /texts\.ts$|\.test\.ts$|LanguageSwitch\.vue$|^(phone|guest|public_notices)\/languages\//;

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

// A text that no page says is left over. Said by its own folder or by whoever takes its table; t(`kind_${kind}`) says all that begin with kind_.
const names = readdirSync('src', { recursive: true }).map(String).filter((name) => /\.(ts|vue)$/.test(name) && !name.endsWith('.d.ts'));
const sources = new Map(names.map((name) => [name, readFileSync(`src/${name}`, 'utf8')]));

function takes(name, table) {
  const taken = [...sources.get(name).matchAll(/from '(\.[^']*texts)'/g)].map(([, path]) => `${join(dirname(name), path)}.ts`);
  return taken.includes(table);
}

for (const table of names.filter((name) => name.endsWith('texts.ts'))) {
  const said = names.filter((name) => name !== table && (dirname(name) === dirname(table) || takes(name, table))).map((name) => sources.get(name)).join('\n');
  const beginnings = [...said.matchAll(/`(\w+_)\$\{/g)].map(([, beginning]) => beginning);
  for (const [, key] of sources.get(table).matchAll(/^ {2}(\w+): \{/gm)) {
    if (!said.includes(`'${key}'`) && !beginnings.some((one) => key.startsWith(one))) faults.push(`src/${table}: nobody says ${key}`);
  }
}
for (const fault of faults) console.error(fault);
process.exit(faults.length > 0 ? 1 : 0);
