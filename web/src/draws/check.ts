// How anybody draws the list again from what was published: the files, and the commands for a shell.
import type { Draw } from './draw';

type Of = Pick<Draw, 'number' | 'commitment' | 'reveal' | 'replacements'>;

/** A text as one word of a POSIX shell. */
export const quoted = (text: string) => `'${text.replaceAll("'", "'\\''")}'`;

export const filesOf = ({ number }: Pick<Draw, 'number'>) => ({ frame: `frame-${number}.txt`, commitment: `commitment-${number}.json`, reveal: `reveal-${number}.json` });

/** What the digests are of. `sha256sum` prints each digest of the commitment again. */
export function digestCommands(draw: Of): string {
  const frame = `sha256sum < ${filesOf(draw).frame}`;
  return draw.reveal ? `${frame}\nprintf %s ${quoted(draw.reveal.secret)} | sha256sum` : frame;
}

/** `ward draw` reads a table with titles; the frame is published without them, as its digest is made of it. */
export function drawCommand(draw: Of): string {
  const { frame, commitment } = filesOf(draw);
  const { reveal, replacements } = draw;
  if (!reveal) return '';
  const options = [`--seed ${quoted(reveal.secret)}`, ...(reveal.public_value ? [`--public ${quoted(reveal.public_value)}`] : []), ...(replacements > 0 ? [`--replacements ${replacements}`] : [])];
  return [`{ printf 'stratum\\tid\\tunit\\n'; cat ${frame}; } > frame-${draw.number}.tsv`, `ward draw --frame frame-${draw.number}.tsv --commitment ${commitment} \\`, `  ${options.join(' \\\n  ')}`].join('\n');
}

/** The same without Ward, for each stratum of which something was drawn (docs/design/inspections.md). */
export function shellCommand(draw: Of): string {
  const { reveal, replacements, commitment } = draw;
  if (!reveal) return '';
  const takes = commitment.strata.filter(({ take }) => take > 0).map(({ stratum, take }) => `list ${quoted(stratum)} ${take + replacements}`);
  return [
    `frame=$(sha256sum < ${filesOf(draw).frame} | cut -c1-64)`,
    `seed=$(printf 'ward-draw-seed-1\\n%s\\n%s\\n%s\\n' "$frame" ${quoted(reveal.secret)} ${quoted(reveal.public_value)} | sha256sum | cut -c1-64)`,
    'list() {',
    "  while IFS=\"$(printf '\\t')\" read -r s id unit; do",
    '    [ "$s" = "$1" ] || continue',
    "    key=$(printf 'ward-draw-key-1\\n%s\\n%s\\n%s\\n' \"$seed\" \"$s\" \"$id\" | sha256sum | cut -c1-64)",
    "    printf '%s\\t%s\\t%s\\t%s\\n' \"$s\" \"$key\" \"$id\" \"$unit\"",
    `  done < ${filesOf(draw).frame} | LC_ALL=C sort | head -n "$2"`,
    '}',
    ...takes,
  ].join('\n');
}
