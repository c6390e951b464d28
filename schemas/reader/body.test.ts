import { brotliCompressSync, deflateRawSync, deflateSync, gzipSync, zstdCompressSync } from 'node:zlib';
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { readBody } from './body.ts';
import type { MessageProperties } from './message.ts';
import { message } from './testing/message.ts';

const data = { employeeId: '7', name: 'Їжак "Zoë" {a}: [1]' };
const json = JSON.stringify(data);

const read = (body: Buffer | string, properties: MessageProperties = {}) => readBody(message(body, { properties }));
function reason(body: Buffer | string, properties: MessageProperties = {}) {
  const outcome = read(body, properties);
  return outcome.kind === 'dead' ? outcome.reason : outcome.kind;
}

const encoding = (contentEncoding: unknown) => ({ contentEncoding });
const header = (name: string, value: unknown) => ({ headers: { [name]: value } });

describe('a compressed body is read', () => {
  test.each<[string, Buffer, MessageProperties]>([
    ['gzip', gzipSync(json), encoding('gzip')],
    ['gzip in capitals', gzipSync(json), encoding('GZIP')],
    ['x-gzip', gzipSync(json), encoding('x-gzip')],
    ['gzip and a charset, as Spring writes since 2.4', gzipSync(json), encoding('gzip, UTF-8')],
    ['gzip and a charset without a blank', gzipSync(json), encoding('gzip,utf-8')],
    ['gzip and a charset, as Spring wrote before', gzipSync(json), encoding('gzip:UTF-8')],
    ['a charset, then gzip', gzipSync(json), encoding('UTF-8; gzip')],
    ['gzip as bytes', gzipSync(json), encoding(Buffer.from('gzip'))],
    ['deflate with its frame', deflateSync(json), encoding('deflate')],
    ['deflate and a charset', deflateSync(json), encoding('deflate, UTF-8')],
    ['deflate and a charset with a colon', deflateSync(json), encoding('deflate:UTF-8')],
    ['deflate without a frame, as .NET writes it', deflateRawSync(json), encoding('deflate')],
    ['zlib', deflateSync(json), encoding('zlib')],
    ['brotli', brotliCompressSync(json), encoding('br')],
    ['zstd', zstdCompressSync(json), encoding('zstd')],
    [
      'zlib under the name that kombu has for it',
      deflateSync(json),
      { contentEncoding: 'utf-8', ...header('compression', 'application/x-gzip') },
    ],
    ['gzip in the header of kombu', gzipSync(json), header('compression', 'gzip')],
    ['brotli in the header of kombu', brotliCompressSync(json), header('compression', 'application/x-brotli')],
    ['zstd in the header of kombu', zstdCompressSync(json), header('compression', 'application/zstd')],
    ['a header as HTTP has it', gzipSync(json), header('Content-Encoding', 'gzip')],
    ['the header of Rebus', gzipSync(json), header('rbs2-content-encoding', 'gzip')],
    ['announced twice', gzipSync(json), { contentEncoding: 'gzip', ...header('compression', 'gzip') }],
    ['announced nowhere', gzipSync(json), {}],
    ['zlib announced nowhere', deflateSync(json), {}],
    ['gzip in deflate, named from outside', deflateSync(gzipSync(json)), encoding('deflate, gzip')],
    ['gzip in deflate, named from inside', deflateSync(gzipSync(json)), encoding('gzip, deflate, UTF-8')],
    ['gzip in gzip', gzipSync(gzipSync(json)), encoding('gzip')],
    ['with a byte order mark inside', gzipSync(`\ufeff${json}`), encoding('gzip')],
    ['in another charset', gzipSync(Buffer.from(json, 'utf16le')), encoding('gzip, UTF-16LE')],
    ['identity', Buffer.from(json), encoding('identity')],
    ['binary', Buffer.from(json), encoding('binary')],
  ])('%s', (_what, body, properties) => {
    expect(read(body, properties)).toEqual({ kind: 'ok', value: data });
  });

  test.each<[string, string, Buffer, MessageProperties]>([
    ['no gzip', 'malformed_encoding', Buffer.from(json), encoding('gzip')],
    ['no deflate', 'malformed_encoding', Buffer.from(json), encoding('deflate')],
    ['no brotli', 'malformed_encoding', Buffer.from(json), encoding('br')],
    ['cut short', 'malformed_encoding', gzipSync(json).subarray(0, 30), encoding('gzip')],
    ['nothing at all', 'malformed_encoding', Buffer.alloc(0), encoding('gzip')],
    ['compressed four times', 'malformed_encoding', gzipSync(gzipSync(gzipSync(gzipSync(json)))), {}],
    ['what nobody reads', 'unknown_encoding', Buffer.from(json), encoding('zork')],
    ['what only kombu reads', 'unknown_encoding', Buffer.from(json), header('compression', 'application/x-bz2')],
    ['a bomb', 'too_large', gzipSync(Buffer.alloc(50 * 1024 * 1024, 0x20)), encoding('gzip')],
    ['a bomb of deflate', 'too_large', deflateRawSync(Buffer.alloc(50 * 1024 * 1024, 0x20)), encoding('deflate')],
    ['a bomb of brotli', 'too_large', brotliCompressSync(Buffer.alloc(50 * 1024 * 1024, 0x20)), encoding('br')],
    ['a bomb of zstd', 'too_large', zstdCompressSync(Buffer.alloc(50 * 1024 * 1024, 0x20)), encoding('zstd')],
    ['a bomb in a bomb', 'too_large', gzipSync(gzipSync(Buffer.alloc(50 * 1024 * 1024, 0x20))), encoding('gzip')],
  ])('unless it is %s: %s', (_what, expected, body, properties) => {
    expect(reason(body, properties)).toBe(expected);
  });
});

describe('the text of a body', () => {
  const utf16be = Buffer.from(json, 'utf16le').swap16();
  const bytes = (...some: readonly (Buffer | number[])[]) =>
    Buffer.concat(some.map((part) => Buffer.from(part as Buffer)));
  test.each<[string, Buffer, MessageProperties]>([
    ['UTF-8', Buffer.from(json), {}],
    ['UTF-8 with its mark', bytes([0xef, 0xbb, 0xbf], Buffer.from(json)), {}],
    [
      'UTF-8 with its mark, called UTF-16',
      bytes([0xef, 0xbb, 0xbf], Buffer.from(json)),
      { contentType: 'application/json;charset=utf-16' },
    ],
    ['UTF-16 with its mark', bytes([0xff, 0xfe], Buffer.from(json, 'utf16le')), {}],
    [
      'UTF-16 from the other end with its mark, as Java writes it',
      bytes([0xfe, 0xff], utf16be),
      { contentType: 'application/json; charset=UTF-16' },
    ],
    [
      'UTF-16 without a mark, as .NET writes it',
      Buffer.from(json, 'utf16le'),
      { contentType: 'application/json; charset="utf-16"' },
    ],
    ['UTF-16 from the other end without a mark', utf16be, { contentType: 'application/json; charset=utf-16' }],
    ['UTF-16BE', utf16be, encoding('UTF-16BE')],
    ['UTF8 as the content encoding', Buffer.from(json), encoding('utf8')],
    ['utf_8, as Python calls it', Buffer.from(json), encoding('utf_8')],
    [
      'the charset of the content type before that of the encoding',
      Buffer.from(json),
      { contentType: "text/json; Charset='UTF-8'", contentEncoding: 'latin1' },
    ],
  ])('may be %s', (_what, body, properties) => {
    expect(read(body, properties)).toEqual({ kind: 'ok', value: data });
  });

  test.each([
    ['iso-8859-1', 'Zo\u00eb', Buffer.from('{"a":"Zo\u00eb"}', 'latin1')],
    ['windows-1251', 'Ї', Buffer.from([0x7b, 0x22, 0x61, 0x22, 0x3a, 0x22, 0xaf, 0x22, 0x7d])],
    ['koi8-u', 'ї', Buffer.from([0x7b, 0x22, 0x61, 0x22, 0x3a, 0x22, 0xa7, 0x22, 0x7d])],
  ])('may be %s', (charset, a, body) => {
    expect(read(body, { contentType: `application/json; charset=${charset}` })).toEqual({ kind: 'ok', value: { a } });
    expect(read(body, encoding(charset))).toEqual({ kind: 'ok', value: { a } });
  });

  test.each<[string, Buffer, MessageProperties]>([
    ['not_utf8', Buffer.from('{"a":"Zo\u00eb"}', 'latin1'), {}],
    ['not_utf8', Buffer.from([0x7b, 0x22, 0xc3, 0x28, 0x22, 0x7d]), encoding('utf-8')],
    ['malformed_encoding', Buffer.from([0x7b, 0x00, 0x7d]), encoding('utf-16le')],
    ['unknown_encoding', Buffer.from(json), { contentType: 'application/json; charset=zork' }],
    ['unknown_encoding', Buffer.from(json), { contentType: 'application/json; charset=utf-32' }],
  ])('is refused, not mended: %s (%#)', (expected, body, properties) => {
    expect(reason(body, properties)).toBe(expected);
  });
});

describe('the JSON of a body', () => {
  const deep = (depth: number) => `${'{"a":'.repeat(depth)}1${'}'.repeat(depth)}`;
  test.each([
    ['malformed_json', '{"user_id": 7'],
    ['malformed_json', ''],
    ['malformed_json', '{"a": NaN}'],
    ['malformed_json', '{"id": "1", "id": "2"}'],
    ['malformed_json', '{"data": {"a": 1, "\\u0061": 2}}'],
    ['malformed_json', '{"a": "\\ud83d"}'],
    ['malformed_json', '{"\\udc00": 1}'],
    ['malformed_json', deep(101)],
    ['malformed_json', deep(100_000)],
    ['malformed_json', `{"a":${'['.repeat(100_000)}${']'.repeat(100_000)}, "b": 12345678901234567}`],
    ['not_an_object', '[]'],
    ['not_an_object', '[1]'],
    ['not_an_object', '"text"'],
    ['not_an_object', '7'],
    ['not_an_object', 'null'],
    ['batch', '[{}]'],
    ['batch', '[{"specversion":"1.0"},{"specversion":"1.0"}]'],
    ['too_large', JSON.stringify({ filler: 'x'.repeat(850_000) })],
    ['too_large', JSON.stringify({ filler: 'ї'.repeat(425_000) })],
  ])('is refused: %s (%#)', (expected, body) => {
    expect(reason(body)).toBe(expected);
  });

  test('may have a name twice in two objects, braces in texts, whole pairs in escapes, a hundred levels', () => {
    for (const text of [
      '{"a":{"b":1},"c":{"b":1}}',
      '{"a":"}{\\"a\\":"}',
      '{"a":"\\ud83d\\ude00 \\\\ud83d"}',
      deep(100),
    ])
      expect(read(text)).toEqual({ kind: 'ok', value: JSON.parse(text) });
  });

  test('keeps every digit of whole numbers beyond 2^53', () => {
    expect(read('{"a":9007199254740993,"b":-9007199254740993,"c":9007199254740991}')).toEqual({
      kind: 'ok',
      value: { a: '9007199254740993', b: '-9007199254740993', c: 9_007_199_254_740_991 },
    });
  });

  test('is as large as it is in UTF-8, whatever charset it comes in', () => {
    const [fits, doesNot] = [849_992, 849_993].map((size) => JSON.stringify({ a: 'x'.repeat(size) }));
    const all = (text: string) => [
      reason(text),
      reason(Buffer.from(text, 'utf16le'), encoding('utf-16le')),
      reason(gzipSync(text)),
      reason(deflateSync(Buffer.from(text, 'utf16le')), encoding('deflate, utf-16le')),
    ];
    expect(all(fits ?? '')).toEqual(Array(4).fill('ok'));
    expect(all(doesNot ?? '')).toEqual(Array(4).fill('too_large'));
  });
});

test('a body is the same object in every charset, under every compression', () => {
  const packed = fc.constantFrom<readonly [(bytes: Buffer) => Buffer, string]>(
    [(bytes) => bytes, ''],
    [(bytes) => gzipSync(bytes), 'gzip'],
    [(bytes) => deflateSync(bytes), 'deflate'],
    [(bytes) => deflateRawSync(bytes), 'deflate'],
    [(bytes) => brotliCompressSync(bytes), 'br'],
    [(bytes) => zstdCompressSync(bytes), 'zstd'],
  );
  const charset = fc.constantFrom<readonly [BufferEncoding, string]>(
    ['utf8', ''],
    ['utf8', 'UTF-8'],
    ['utf16le', 'UTF-16LE'],
  );
  const object = fc.dictionary(fc.string({ unit: 'grapheme' }), fc.jsonValue({ maxDepth: 3 }));
  fc.assert(
    fc.property(
      object,
      charset,
      packed,
      fc.constantFrom(', ', ':', '; '),
      (given, [node, name], [pack, codec], between) => {
        const text = JSON.stringify(given);
        const named = [codec, name].filter(Boolean).join(between);
        expect(read(pack(Buffer.from(text, node)), named ? encoding(named) : {})).toEqual(read(text));
      },
    ),
  );
});
