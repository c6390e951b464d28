import type { IncomingMessage } from 'node:http';
import { Readable } from 'node:stream';
import { createBrotliDecompress, createGunzip, createInflate, createZstdDecompress } from 'node:zlib';
import { readMultipart } from './multipart.ts';
import { Problem } from './problem.ts';
import { refuseSetting } from './words.ts';

/** A request, taken apart; nothing of it has been judged by the engine yet. */
export interface QueryRequest {
  readonly queryId: string;
  /** SQL from the address or a multipart part; empty when the body begins with it. */
  readonly query: string;
  readonly database: string;
  readonly sessionId: string | null;
  readonly sessionSeconds: number;
  readonly mustKnowSession: boolean;
  readonly roles: readonly string[];
  readonly params: ReadonlyMap<string, string>;
  readonly settings: ReadonlyMap<string, string>;
  readonly defaultFormat: string;
  /** Answer only when the whole result is known, so that an error always has its status. */
  readonly whole: boolean;
  /** GET and HEAD change nothing. */
  readonly readOnly: boolean;
  /** The coding that the answer may use. */
  readonly coding: Coding | null;
  /** What follows `query`, decoded; its size is limited by whoever reads it. */
  readonly body: Readable;
}

const codings = ['zstd', 'br', 'gzip', 'deflate'] as const;
export type Coding = (typeof codings)[number];

/** Parameters of the HTTP interface; everything else in the address is a setting or `param_<name>`. */
const ownNames = new Set(
  (
    'query query_id database default_format user password quota_key session_id session_timeout session_check role ' +
    'compress decompress buffer_size wait_end_of_query stacktrace close_session client_protocol_version log_comment'
  ).split(' '),
);

/** Largest SQL text (bytes), rows of an INSERT not counted when they come behind `query=`. */
export const maxSqlBytes = 16 * 2 ** 20;

/** Problem: too large, an unknown coding, a parameter that cannot be used. */
export async function readRequest(request: IncomingMessage, newId: () => string): Promise<QueryRequest> {
  const address = new URL(request.url ?? '/', 'http://localhost').searchParams;
  if (address.get('decompress') === '1' || address.get('compress') === '1')
    throw new Problem(48, 'NOT_IMPLEMENTED', 'compress and decompress are not supported; use Content-Encoding.');
  const contentType = request.headers['content-type'] ?? '';
  const body = decoded(request);
  if (!contentType.startsWith('multipart/form-data')) return assemble(request, address, body, newId);
  for (const [name, value] of readMultipart(contentType, await readAll(body, maxSqlBytes))) address.append(name, value);
  return assemble(request, address, null, newId);
}

async function assemble(
  request: IncomingMessage,
  address: URLSearchParams,
  body: Readable | null,
  newId: () => string,
): Promise<QueryRequest> {
  const names = [...new Set(address.keys())];
  const settings = names.filter((name) => !ownNames.has(name) && !name.startsWith('param_'));
  for (const name of settings) refuseSetting(requireName(name));
  return {
    queryId: address.get('query_id') || newId(),
    query: address.get('query') ?? '',
    database: address.get('database') ?? String(request.headers['x-clickhouse-database'] ?? ''),
    sessionId: address.get('session_id'),
    sessionSeconds: seconds(address.get('session_timeout') ?? '60'),
    mustKnowSession: address.get('session_check') === '1',
    roles: address.getAll('role'),
    params: new Map(
      names.filter((name) => name.startsWith('param_')).map((name) => [requireName(name), address.get(name) ?? '']),
    ),
    settings: new Map(settings.map((name) => [name, address.get(name) ?? ''])),
    defaultFormat: address.get('default_format') ?? String(request.headers['x-clickhouse-format'] ?? 'TabSeparated'),
    whole: address.get('wait_end_of_query') === '1',
    readOnly: request.method === 'GET' || request.method === 'HEAD',
    coding: address.get('enable_http_compression') === '1' ? accepted(request) : null,
    body: body ?? Readable.from([]),
  };
}

function requireName(name: string): string {
  if (/^[A-Za-z_][A-Za-z0-9_.]*$/.test(name)) return name;
  throw new Problem(115, 'UNKNOWN_SETTING', `Setting ${name} is neither a builtin setting nor a known parameter.`);
}

function seconds(text: string): number {
  if (/^\d+$/.test(text) && Number(text) <= 3600) return Number(text);
  throw new Problem(374, 'INVALID_SESSION_TIMEOUT', `Invalid session timeout: '${text}'; up to 3600 seconds.`);
}

const accepted = (request: IncomingMessage): Coding | null =>
  codings.find((coding) => String(request.headers['accept-encoding'] ?? '').includes(coding)) ?? null;

function decoded(request: IncomingMessage): Readable {
  const coding = request.headers['content-encoding'] ?? 'identity';
  if (coding === 'identity') return request;
  const decoders = {
    gzip: createGunzip,
    deflate: createInflate,
    br: createBrotliDecompress,
    zstd: createZstdDecompress,
  };
  const create = decoders[coding as Coding];
  if (!create) throw new Problem(48, 'NOT_IMPLEMENTED', `Unknown Content-Encoding '${coding}'.`);
  const decoder = create();
  request.once('error', (error) => decoder.destroy(error));
  request.once('close', () => request.complete || decoder.destroy(new Error('the request ended early')));
  return request.pipe(decoder);
}

/** The whole body; 413 when it is larger than `limit` bytes. */
export async function readAll(body: Readable, limit: number): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of body) {
    size += (chunk as Buffer).length;
    if (size > limit) throw tooLarge(limit);
    chunks.push(chunk as Buffer);
  }
  return Buffer.concat(chunks);
}

export const tooLarge = (limit: number): Problem =>
  new Problem(307, 'TOO_MANY_BYTES', `The request body is larger than ${limit} bytes.`);
