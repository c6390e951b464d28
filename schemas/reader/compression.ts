import { brotliDecompressSync, gunzipSync, inflateRawSync, inflateSync, zstdDecompressSync } from 'node:zlib';
import { dead, type Outcome, ok } from '#lib/outcome.ts';
import { type MessageProperties, textOf } from './message.ts';

/** A way of compressing that Node can undo. */
export interface Codec {
  readonly name: string;
  /** Names under which programs announce it. */
  readonly spelled: readonly string[];
  /** Whether bytes begin as this codec's do; no JSON text begins so. */
  readonly shows: (bytes: Buffer) => boolean;
  /** Its bytes need not show it: it is tried when it is announced. */
  readonly blind?: true;
  readonly unpack: (bytes: Buffer, limits: { maxOutputLength: number }) => Buffer;
}

const starts =
  (...magic: readonly number[]) =>
  (bytes: Buffer): boolean =>
    magic.every((byte, at) => bytes[at] === byte);

/** RFC 1950: method 8, and the first two bytes are a multiple of 31. */
const isZlib = (bytes: Buffer): boolean =>
  bytes.length > 2 && ((bytes[0] ?? 0) & 0x0f) === 8 && bytes.readUInt16BE(0) % 31 === 0;

const codecs: readonly Codec[] = [
  { name: 'gzip', spelled: ['gzip', 'gz'], shows: starts(0x1f, 0x8b, 0x08), unpack: gunzipSync },
  { name: 'zstd', spelled: ['zstd', 'zstandard'], shows: starts(0x28, 0xb5, 0x2f, 0xfd), unpack: zstdDecompressSync },
  {
    name: 'deflate',
    spelled: ['deflate', 'zlib'],
    shows: isZlib,
    blind: true,
    // .NET's DeflateStream writes RFC 1951, without the frame of RFC 1950.
    unpack: (bytes, limits) => (isZlib(bytes) ? inflateSync(bytes, limits) : inflateRawSync(bytes, limits)),
  },
  { name: 'brotli', spelled: ['brotli', 'br'], shows: () => false, blind: true, unpack: brotliDecompressSync },
];

function codecNamed(token: string): Codec | undefined {
  const plain = token.replace(/^application\//, '').replace(/^x-/, '');
  return codecs.find(({ spelled }) => spelled.includes(plain));
}

/** How a body was encoded, as its properties say, in any of the spellings of Spring, kombu, .NET and Rebus. */
export interface Encoding {
  readonly codecs: readonly Codec[];
  /** What names no compression: charsets, or nobody knows what. */
  readonly others: readonly string[];
}

/** `gzip`, `gzip, UTF-8`, `gzip:UTF-8`, `application/x-gzip`; nothing is meant by these: */
const nothing = new Set(['', 'identity', 'none', 'binary', '7bit', '8bit']);
const headerNames = /^(compression|(rbs2-)?content-encoding)$/i;

export function encodingOf({ contentEncoding, headers = {} }: MessageProperties): Encoding {
  const inHeaders = Object.entries(headers).flatMap(([name, value]) => (headerNames.test(name) ? [value] : []));
  const tokens = [contentEncoding, ...inHeaders].flatMap((text) =>
    (textOf(text) ?? '').toLowerCase().split(/[\s,;:]+/),
  );
  const meant = tokens.filter((token) => !nothing.has(token));
  return {
    codecs: [...new Set(meant.flatMap((token) => codecNamed(token) ?? []))],
    others: meant.filter((token) => !codecNamed(token)),
  };
}

const maxLayers = 3;

/**
 * The bytes behind up to three layers of compression, each of at most `maxBytes`, whatever a small body claims to
 * become. The first bytes tell more than names do: programs name layers in either order, kombu calls zlib gzip,
 * EasyNetQ announces nothing.
 */
export function decompress(body: Buffer, announced: readonly Codec[], maxBytes: number, layer = 0): Outcome<Buffer> {
  const codec = codecs.find(({ shows }) => shows(body)) ?? announced.find(({ blind }) => blind);
  if (!codec)
    return announced.length > 0 && layer === 0 ? dead('malformed_encoding', `not ${namesOf(announced)}`) : ok(body);
  if (layer === maxLayers) return dead('malformed_encoding', `compressed more than ${maxLayers} times`);
  const unpacked = unpack(codec, body, maxBytes);
  if (unpacked.kind !== 'ok') return unpacked;
  return decompress(
    unpacked.value,
    announced.filter((one) => one !== codec),
    maxBytes,
    layer + 1,
  );
}

const namesOf = (some: readonly Codec[]): string => some.map(({ name }) => name).join(', ');

function unpack({ name, unpack: run }: Codec, bytes: Buffer, maxOutputLength: number): Outcome<Buffer> {
  try {
    return ok(run(bytes, { maxOutputLength }));
  } catch (error) {
    if ((error as { code?: string }).code === 'ERR_BUFFER_TOO_LARGE')
      return dead('too_large', `it becomes more than ${maxOutputLength} bytes`);
    return dead('malformed_encoding', `not ${name}: ${(error as Error).message}`);
  }
}
