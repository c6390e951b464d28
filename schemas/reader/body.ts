import { gunzipSync, inflateSync } from 'node:zlib';
import { dead, type Outcome, ok } from '#lib/outcome.ts';
import { type AmqpMessage, type MessageProperties, textOf } from './message.ts';

export type JsonObject = Readonly<Record<string, unknown>>;

/** An event of more JSON than Kafka's standard limit of a message is none; it is not even parsed. */
const maxJsonBytes = 1024 * 1024;

/** The JSON object that a message's body is: decompressed, decoded and parsed. */
export function readBody({ body, properties }: AmqpMessage): Outcome<JsonObject> {
  const bytes = decompressed(body, properties);
  if (bytes.kind !== 'ok') return bytes;
  if (bytes.value.length > maxJsonBytes) return tooLarge(bytes.value.length);
  const text = decoded(bytes.value, properties);
  return text.kind === 'ok' ? parsed(text.value) : text;
}

const tooLarge = (size: number): Outcome<never> => dead('too_large', `${size} bytes are more than ${maxJsonBytes}`);

const codecs: Readonly<Record<string, (body: Buffer) => Buffer>> = {
  gzip: (body) => gunzipSync(body, { maxOutputLength: maxJsonBytes }),
  'x-gzip': (body) => gunzipSync(body, { maxOutputLength: maxJsonBytes }),
  deflate: (body) => inflateSync(body, { maxOutputLength: maxJsonBytes }),
};

/** Some programs write the charset as the content encoding: what is no compression is left to `charsetOf`. */
function decompressed(body: Buffer, { contentEncoding }: MessageProperties): Outcome<Buffer> {
  const codec = codecs[encodingOf(contentEncoding)];
  if (!codec) return ok(body);
  try {
    return ok(codec(body));
  } catch (error) {
    if ((error as { code?: string }).code === 'ERR_BUFFER_TOO_LARGE') return tooLarge(maxJsonBytes + 1);
    return dead('malformed_encoding', `not ${encodingOf(contentEncoding)}: ${(error as Error).message}`);
  }
}

const encodingOf = (contentEncoding: unknown): string => (textOf(contentEncoding) ?? '').trim().toLowerCase();

/** A byte order mark is left out; bytes that are no text in their charset are refused, not replaced. */
function decoded(bytes: Buffer, properties: MessageProperties): Outcome<string> {
  const charset = charsetOf(properties);
  const decoder = decoderFor(charset);
  if (!decoder) return dead('unknown_encoding', `no such charset or content encoding: ${charset}`);
  try {
    return ok(decoder.decode(bytes));
  } catch {
    return dead(charset === 'utf-8' ? 'not_utf8' : 'malformed_encoding', `the body is not ${charset}`);
  }
}

const noCharset = new Set(['', 'identity', 'binary', ...Object.keys(codecs)]);

function charsetOf({ contentType, contentEncoding }: MessageProperties): string {
  const named = /;\s*charset\s*=\s*"?([^";\s]+)/i.exec(textOf(contentType) ?? '')?.[1];
  const encoding = encodingOf(contentEncoding);
  const charset = (named ?? (noCharset.has(encoding) ? 'utf-8' : encoding)).toLowerCase();
  return charset === 'utf8' ? 'utf-8' : charset;
}

const utf8 = new TextDecoder('utf-8', { fatal: true });

function decoderFor(charset: string): typeof utf8 | undefined {
  if (charset === 'utf-8') return utf8;
  try {
    return new TextDecoder(charset, { fatal: true });
  } catch {
    return undefined;
  }
}

function parsed(text: string): Outcome<JsonObject> {
  const json = parseLossless(text);
  if (json === undefined) return dead('malformed_json', 'the body is no JSON');
  if (typeof json !== 'object' || json === null || Array.isArray(json))
    return dead('not_an_object', 'the body is JSON, but no object');
  const twice = repeatedName(text);
  if (twice) return dead('malformed_json', 'an object has the same name twice');
  return ok(json as JsonObject);
}

type Reviver = (key: string, value: unknown, context: { source?: string }) => unknown;

/** Whole numbers beyond 2^53 keep their digits, as text. */
const keepDigits: Reviver = (_key, value, { source }) =>
  typeof value === 'number' && source !== undefined && /^-?\d+$/.test(source) && !Number.isSafeInteger(value)
    ? source
    : value;

/** undefined when it is no JSON. */
function parseLossless(text: string): unknown {
  try {
    return /\d{16}/.test(text) ? JSON.parse(text, keepDigits as Parameters<typeof JSON.parse>[1]) : JSON.parse(text);
  } catch {
    return undefined;
  }
}

const tokens = /"(?:[^"\\]|\\.)*"|[{}[\]:]/g;

/** Whether any object in this JSON text has a name twice: readers differ on which of them counts. */
function repeatedName(text: string): boolean {
  const open: (Set<string> | undefined)[] = [];
  let last = '';
  for (const [token] of text.matchAll(tokens)) {
    if (token === '{') open.push(new Set());
    else if (token === '[') open.push(undefined);
    else if (token === '}' || token === ']') open.pop();
    else if (token !== ':') last = token;
    else if (addTwice(open.at(-1), last)) return true;
  }
  return false;
}

function addTwice(names: Set<string> | undefined, quoted: string): boolean {
  const name = quoted.includes('\\') ? (JSON.parse(quoted) as string) : quoted.slice(1, -1);
  if (names?.has(name)) return true;
  names?.add(name);
  return false;
}
