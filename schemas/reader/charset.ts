import { dead, type Outcome, ok } from '#lib/outcome.ts';
import { type MessageProperties, textOf } from './message.ts';

const byteOrderMarks = [
  { charset: 'utf-8', bytes: [0xef, 0xbb, 0xbf] },
  { charset: 'utf-16be', bytes: [0xfe, 0xff] },
  { charset: 'utf-16le', bytes: [0xff, 0xfe] },
] as const;

/**
 * The text that bytes are: by their byte order mark, which is left out, else by the charset that the content type
 * names, else by the one that some programs write as the content encoding (`named`), else as UTF-8. Bytes that are no
 * text in it are refused, not replaced.
 */
export function decodeText(bytes: Buffer, properties: MessageProperties, named: readonly string[]): Outcome<string> {
  const unknown = named.find((name) => !decoderFor(name));
  if (unknown) return dead('unknown_encoding', `nobody here reads the encoding ${unknown.slice(0, 100)}`);
  const charset = (charsetParameter(properties) ?? named[0] ?? 'utf-8').toLowerCase();
  const actual = byteOrderMarks.find((mark) => mark.bytes.every((byte, at) => bytes[at] === byte))?.charset ?? charset;
  return decodeAs(bytes, actual === 'utf-16' && bytes[0] === 0 ? 'utf-16be' : actual);
}

function decodeAs(bytes: Buffer, charset: string): Outcome<string> {
  const decoder = decoderFor(charset);
  if (!decoder) return dead('unknown_encoding', `there is no charset ${charset.slice(0, 100)}`);
  try {
    return ok(decoder.decode(bytes));
  } catch {
    return dead(decoder === utf8 ? 'not_utf8' : 'malformed_encoding', `the body is not ${charset}`);
  }
}

const charsetParameter = ({ contentType }: MessageProperties): string | undefined =>
  /;\s*charset\s*=\s*["']?([^"';\s]+)/i.exec(textOf(contentType) ?? '')?.[1];

const utf8 = new TextDecoder('utf-8', { fatal: true });

/** By a name of the WHATWG Encoding Standard, also as Python writes it: `utf_8`. */
function decoderFor(charset: string): typeof utf8 | undefined {
  const label = charset.replaceAll('_', '-');
  if (/^utf-?8$/.test(label)) return utf8;
  try {
    return new TextDecoder(label, { fatal: true });
  } catch {
    return undefined;
  }
}
