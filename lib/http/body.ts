import type { IncomingMessage } from 'node:http';
import { badRequest, tooLargeBody, wrongMediaType } from './problem.ts';

/** The forms in which a route takes its body: JSON, an HTML form's fields, or text of a media type as it is. */
export type BodyForm = 'application/json' | 'application/x-www-form-urlencoded' | 'text/csv';

/** What a route takes where it does not say: 100 KiB. */
const standardBodyLimit = 100 * 1024;
/** How deep lists and objects may lie in each other; no route of ours asks for half of it. */
const deepest = 20;

/**
 * Reads a body: a value, a record of texts, or text. 415 for another media type (so no foreign form reaches a JSON
 * route), 413 past `limit` bytes, 400 for what is no UTF-8, no JSON, or nested too deep.
 */
export async function readBody(request: IncomingMessage, form: BodyForm, limit = standardBodyLimit): Promise<unknown> {
  const type = request.headers['content-type']?.split(';')[0]?.trim().toLowerCase();
  if (type !== form) throw wrongMediaType(form);
  const text = decode(await bytesOf(request, limit));
  if (form === 'application/json') return parse(text);
  return form === 'text/csv' ? text : Object.fromEntries(new URLSearchParams(text));
}

async function bytesOf(request: IncomingMessage, limit: number): Promise<Buffer> {
  if (Number(request.headers['content-length'] ?? 0) > limit) throw tooLarge(request, limit);
  if (request.headers['content-encoding'] !== undefined) throw wrongMediaType('without content-encoding');
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > limit) break;
    chunks.push(chunk);
  }
  if (size > limit) throw tooLarge(request, limit);
  return Buffer.concat(chunks);
}

/**
 * The refusal at once; what still comes is read and dropped, until the server's `requestTimeout` cuts it off. Who is
 * sending when a connection closes would not hear why.
 */
function tooLarge(request: IncomingMessage, limit: number): Error {
  request.resume();
  return tooLargeBody(limit);
}

function decode(bytes: Buffer): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw badRequest([{ field: '(body)', value: '', message: 'not UTF-8' }]);
  }
}

function parse(text: string): unknown {
  const value = parsed(text);
  if (isDeep(value)) throw badRequest([{ field: '(body)', value: '', message: `nested more than ${deepest} times` }]);
  return value;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw badRequest([{ field: '(body)', value: text.slice(0, 40), message: 'not JSON' }]);
  }
}

/** Level by level, not by recursion: what is too deep for us must not be too deep for this. */
function isDeep(value: unknown): boolean {
  let level = [value];
  for (let depth = 0; depth <= deepest; depth++) {
    level = level.flatMap((one) => (typeof one === 'object' && one !== null ? Object.values(one) : []));
    if (level.length === 0) return false;
  }
  return true;
}
