import { Problem } from './problem.ts';

/** The named text parts of a multipart/form-data body. */
export function readMultipart(contentType: string, body: Buffer): Map<string, string> {
  const boundary = /boundary="?([^";]+)"?/i.exec(contentType)?.[1];
  if (boundary === undefined) throw new Problem(36, 'BAD_ARGUMENTS', 'multipart/form-data without a boundary.');
  const parts = new Map<string, string>();
  const separator = Buffer.from(`\r\n--${boundary}`);
  const framed = Buffer.concat([Buffer.from('\r\n'), body]);
  for (let at = framed.indexOf(separator); at >= 0; ) {
    const next = framed.indexOf(separator, at + separator.length);
    if (next < 0) break;
    addPart(parts, framed.subarray(at + separator.length, next));
    at = next;
  }
  return parts;
}

function addPart(parts: Map<string, string>, part: Buffer): void {
  const split = part.indexOf('\r\n\r\n');
  const name = /name="([^"]*)"/i.exec(part.subarray(0, Math.max(split, 0)).toString())?.[1];
  if (name !== undefined) parts.set(name, part.subarray(split + 4).toString());
}
