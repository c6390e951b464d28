import type { KafkaRecord } from '#lib/kafka/record.ts';
import type { Entry } from './ledger.ts';

/** What `list` says of a letter: nothing of its content. */
const columns = {
  letter: ({ place }) => place,
  'given up': ({ at }) => (at === null ? '–' : moment(at)),
  state: ({ state }) => state,
  stage: ({ stage }) => stage,
  reason: ({ reason }) => reason,
  publisher: ({ publisher }) => printable(publisher),
  'queue or topic': ({ queue }) => printable(queue),
  attempt: ({ attempt }) => String(attempt),
  bytes: ({ bytes, parked }) => (parked === null ? String(bytes) : `${bytes} parked`),
  detail: ({ detail }) => printable(detail),
} satisfies Readonly<Record<string, (entry: Entry) => string>>;

const headings = Object.keys(columns);
const cellsOf = (entry: Entry): string[] => Object.values(columns).map((cell) => cell(entry));

export const moment = (at: number): string => new Date(at).toISOString().slice(0, 19).replace('T', ' ');

/** Lines of tab-separated values for programs; the first names the columns. */
export const asLines = (entries: readonly Entry[]): string =>
  [headings, ...entries.map(cellsOf)].map((cells) => `${cells.join('\t')}\n`).join('');

/** A table as wide as the terminal; the detail is cut off to fit. */
export function asTable(entries: readonly Entry[], width: number): string {
  const rows = [headings, ...entries.map(cellsOf)];
  const widths = headings.map((_, at) => Math.max(...rows.map((row) => row[at]?.length ?? 0)));
  const line = (row: readonly string[]) => row.map((cell, at) => cell.padEnd(widths[at] ?? 0)).join('  ');
  return rows.map((row) => `${line(row).slice(0, width).trimEnd()}\n`).join('');
}

/** `3 dead letters: 2 not_utf8, 1 unknown_type`. */
export function totals(entries: readonly Pick<Entry, 'reason'>[]): string {
  const counts = Object.entries(Object.groupBy(entries, ({ reason }) => reason))
    .map(([reason, some = []]) => [reason, some.length] as const)
    .sort(([, one], [, other]) => other - one);
  const what = entries.length === 1 ? 'dead letter' : 'dead letters';
  return `${entries.length} ${what}: ${counts.map(([reason, count]) => `${count} ${reason}`).join(', ')}`;
}

/** Everything about a letter, personal data included. */
export function asWhole(entry: Entry, letter: KafkaRecord): string {
  const headers = Object.entries(letter.headers).map(([name, text]) => `${name}: ${printable(text)}\n`);
  const { place, publisher, operation } = entry;
  const decided = operation
    ? `decision: ${operation.act} on ${moment(operation.at)} by ${printable(operation.by)} ${printable(operation.why)}\n`
    : '';
  const head = `letter: ${place}\nstate: ${entry.state}\n${decided}publisher: ${printable(publisher)}\n`;
  return `${head}key: ${printable(letter.key)}\n${headers.join('')}\n${bodyText(letter.value)}\n`;
}

const shownBytes = 4_096;

/** JSON set out in lines, other text as it is, bytes that are no text in hexadecimal; the first 4 KiB of them. */
export function bodyText(body: Buffer | null): string {
  if (body === null) return '(no value)';
  const text = decode(body);
  if (text === undefined) return hexLines(body.subarray(0, shownBytes)) + cutNote(body.length);
  try {
    return JSON.stringify(JSON.parse(text), null, 2).slice(0, shownBytes * 4);
  } catch {
    return printable(text.slice(0, shownBytes), true) + cutNote(body.length);
  }
}

const cutNote = (bytes: number): string => (bytes > shownBytes ? `\n… of ${bytes} bytes` : '');

function decode(body: Buffer): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(body);
  } catch {
    return undefined;
  }
}

const hexLines = (body: Buffer): string =>
  Array.from({ length: Math.ceil(body.length / 16) }, (_, at) => {
    const bytes = body.subarray(at * 16, at * 16 + 16);
    const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join(' ');
    const text = [...bytes].map((byte) => (byte >= 0x20 && byte < 0x7f ? String.fromCharCode(byte) : '.')).join('');
    return `${(at * 16).toString(16).padStart(6, '0')}  ${hex.padEnd(47)}  ${text}`;
  }).join('\n');

/** Text that cannot move a terminal's cursor: control characters are shown as their codes. */
const printable = (text: string, lines = false): string =>
  text.replace(/[\p{Cc}\p{Cf}]/gu, (sign) =>
    lines && (sign === '\n' || sign === '\t') ? sign : `\\u${(sign.codePointAt(0) ?? 0).toString(16).padStart(4, '0')}`,
  );
