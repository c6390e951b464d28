import { failureOf, originOf } from '#lib/deadLetter.ts';
import type { KafkaRecord } from '#lib/kafka/record.ts';
import { placeText } from './read.ts';

/** What `list` says of a letter: nothing of its content. */
export interface Summary {
  readonly place: string;
  readonly written: string;
  readonly reason: string;
  readonly from: string;
  readonly attempt: string;
  readonly bytes: string;
  readonly detail: string;
}

export function summaryOf(letter: KafkaRecord): Summary {
  const { headers, value, timestamp } = letter;
  const { reason, detail, stage, attempt } = failureOf(headers);
  const origin = originOf(headers);
  const from = origin ? `${origin.topic}/${origin.partition}/${origin.offset}` : headers.amqp_queue;
  return {
    place: placeText(letter),
    written: new Date(timestamp).toISOString().slice(0, 19).replace('T', ' '),
    reason,
    from: `${stage}: ${from}`,
    attempt: String(attempt),
    bytes: headers.dead_parked ? `${headers.dead_size} parked` : String(value?.length ?? 0),
    detail: printable(detail),
  };
}

const columns = ['place', 'written', 'reason', 'from', 'attempt', 'bytes', 'detail'] as const;

/** Lines of tab-separated values for programs. */
export const asLines = (summaries: readonly Summary[]): string =>
  summaries.map((summary) => `${columns.map((column) => summary[column]).join('\t')}\n`).join('');

/** A table as wide as the terminal; the detail is cut off to fit. */
export function asTable(summaries: readonly Summary[], width: number): string {
  if (summaries.length === 0) return 'No dead letters.\n';
  const rows = [Object.fromEntries(columns.map((name) => [name, name])) as unknown as Summary, ...summaries];
  const widths = columns.map((column) => Math.max(...rows.map((row) => row[column].length)));
  const line = (row: Summary) => columns.map((column, at) => row[column].padEnd(widths[at] ?? 0)).join('  ');
  return `${rows.map((row) => line(row).slice(0, width).trimEnd()).join('\n')}\n\n${totals(summaries)}\n`;
}

/** `3 dead letters: 2 not_utf8, 1 unknown_type`. */
export function totals(summaries: readonly Pick<Summary, 'reason'>[]): string {
  const counts = Object.entries(Object.groupBy(summaries, ({ reason }) => reason))
    .map(([reason, some = []]) => [reason, some.length] as const)
    .sort(([, one], [, other]) => other - one);
  const what = summaries.length === 1 ? 'dead letter' : 'dead letters';
  return `${summaries.length} ${what}: ${counts.map(([reason, count]) => `${count} ${reason}`).join(', ')}`;
}

/** Everything about a letter, personal data included. */
export function asWhole(letter: KafkaRecord): string {
  const headers = Object.entries(letter.headers).map(([name, text]) => `${name}: ${printable(text)}\n`);
  return `place: ${placeText(letter)}\nkey: ${printable(letter.key)}\n${headers.join('')}\n${bodyText(letter.value)}\n`;
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
