import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { ConfigError } from '#lib/config.ts';
import { foreignness } from '#lib/http/foreign.ts';
import { ourNames } from '#lib/http/ourNames.ts';
import type { Log } from '#lib/log.ts';
import { RegistryError, tooLarge } from './errors.ts';
import { RawJson, type Route } from './route.ts';
import { match } from './routes.ts';

const contentType = 'application/vnd.schemaregistry.v1+json';
const accepted = [contentType, 'application/vnd.schemaregistry+json', 'application/json'];
const maxBodyBytes = 4 * 1024 * 1024;

/** Serves the routes on 127.0.0.1; port 0 takes any free one. ConfigError when the port is taken. */
export async function serve(routes: readonly Route[], port: number, log: Log): Promise<Server & { port: number }> {
  const server = createServer((request, response) => {
    answer(routes, request)
      .catch((error) => failure(error, log))
      .then((result) => send(response, result));
  });
  server.listen(port, '127.0.0.1');
  const failed = once(server, 'error').then(([error]) => Promise.reject(portError(port, error)));
  await Promise.race([once(server, 'listening'), failed]);
  failed.catch(() => undefined);
  return Object.assign(server, { port: (server.address() as AddressInfo).port });
}

const portError = (port: number, error: NodeJS.ErrnoException): Error =>
  error.code === 'EADDRINUSE'
    ? new ConfigError(
        `Port ${port} is taken by another program. Stop it, set REGISTRY_PORT to a free port, or SCHEMA_REGISTRY_URL to a running registry.`,
      )
    : error;

interface Answer {
  readonly status: number;
  readonly text: string;
}

const isOurName = ourNames();

async function answer(routes: readonly Route[], request: IncomingMessage): Promise<Answer> {
  const foreign = foreignness(request.headers, isOurName);
  if (foreign !== null) throw new RegistryError(403, `HTTP 403 Forbidden: ${foreign}`);
  const { pathname, searchParams } = new URL(request.url ?? '/', 'http://localhost');
  const found = match(routes, request.method ?? 'GET', pathname);
  if ('status' in found) throw new RegistryError(found.status, `HTTP ${found.status} ${names[found.status]}`);
  const body = request.method === 'POST' || request.method === 'PUT' ? await readBody(request) : undefined;
  const result = await found.handler({ params: found.params, query: searchParams, body });
  return { status: 200, text: result instanceof RawJson ? result.text : JSON.stringify(result) };
}

const names = { 404: 'Not Found', 405: 'Method Not Allowed' } as const;

async function readBody(request: IncomingMessage): Promise<unknown> {
  const type = request.headers['content-type']?.split(';')[0]?.trim().toLowerCase();
  const text = await readText(request);
  if (type !== undefined && !accepted.includes(type)) throw new RegistryError(415, 'HTTP 415 Unsupported Media Type');
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new RegistryError(400, `The body is not JSON: ${(error as Error).message}`);
  }
}

async function readText(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request) {
    size += chunk.length;
    if (size <= maxBodyBytes) chunks.push(chunk);
  }
  if (size > maxBodyBytes) throw tooLarge(`${size} bytes, at most ${maxBodyBytes} are taken`);
  return Buffer.concat(chunks).toString('utf8');
}

function failure(error: unknown, log: Log): Answer {
  if (error instanceof URIError) return failure(new RegistryError(400, 'The path is not properly encoded'), log);
  if (!(error instanceof RegistryError)) log.error({ err: error }, 'a request failed');
  const known = error instanceof RegistryError ? error : new RegistryError(50001, 'Internal error');
  return { status: known.status, text: JSON.stringify({ error_code: known.code, message: known.message }) };
}

function send(response: ServerResponse, { status, text }: Answer): void {
  response.writeHead(status, { 'content-type': contentType, 'content-length': Buffer.byteLength(text) });
  response.end(text);
}
