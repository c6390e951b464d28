import { once } from 'node:events';
import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { pino } from 'pino';
import { z } from 'zod';
import { createApp } from './app.ts';
import { health } from './health.ts';
import { routerOf } from './router.ts';
import { routeOf } from './routes.ts';
import { type Listening, listen } from './serve.ts';

const route = routeOf<{ roles: readonly string[] }, 'cook'>();
const limit = 1024 * 1024;

const routes = [
  route({
    method: 'POST',
    path: '/table',
    summary: 'Takes a file.',
    roles: 'anyone',
    form: 'text/csv',
    bodyLimit: limit,
    body: z.string(),
    answer: z.number(),
    handle: ({ body }) => body.length,
  }),
  route({
    method: 'POST',
    path: '/anything',
    summary: 'Takes whatever is JSON.',
    roles: 'anyone',
    body: z.strictObject({ a: z.unknown() }),
    answer: 'nothing',
    handle: () => undefined,
  }),
  route({
    method: 'GET',
    path: '/kitchen',
    summary: 'For cooks.',
    roles: ['cook'],
    answer: 'nothing',
    handle: () => undefined,
  }),
];

const lines: string[] = [];
let server: Listening;
/** The same, which waits for nobody. */
let hasty: Listening;
beforeAll(async () => {
  const log = pino({ level: 'info' }, { write: (line: string) => void lines.push(line) });
  const app = createApp({ log, name: 'http_limits_test' });
  app.use(health(() => null));
  const guest = { roles: ['guest'] };
  const known = routerOf(routes, async (context) => (context.get('authorization') === '' ? null : guest));
  for (const layer of known) app.use(layer);
  const short = { requestTimeout: 300, connectionsCheckingInterval: 50 };
  server = await listen(0, app.callback(), 'TEST_PORT');
  hasty = await listen(0, app.callback(), 'TEST_PORT', short);
});
afterAll(() => Promise.all([server.stop(), hasty.stop()]));

const ask = (path: string, init: RequestInit = {}) => fetch(`http://127.0.0.1:${server.port}${path}`, init);
const post = (path: string, type: string, body: string) =>
  ask(path, { method: 'POST', headers: { 'content-type': type }, body });

/** The answer to these bytes, until the server ends the connection. */
const raw = (...parts: readonly string[]): Promise<string> => rawTo(server, ...parts);

async function rawTo({ port }: Listening, ...parts: readonly string[]): Promise<string> {
  const socket = connect(port, '127.0.0.1');
  await once(socket, 'connect');
  socket.on('error', () => undefined);
  for (const part of parts) socket.write(part);
  return text(socket).catch(() => '');
}

const head = (line: string, ...headers: readonly string[]): string =>
  `${[line, 'host: localhost', ...headers].join('\r\n')}\r\n\r\n`;

describe('a file', () => {
  test('of exactly the limit is taken, of one byte more is not', async () => {
    expect(await (await post('/table', 'text/csv', 'x'.repeat(limit))).json()).toBe(limit);
    expect((await post('/table', 'text/csv', 'x'.repeat(limit + 1))).status).toBe(413);
  });

  test('that says it is too long is refused before it is sent', async () => {
    const start = head('POST /table HTTP/1.1', 'content-type: text/csv', `content-length: ${limit + 1}`);
    expect(await rawTo(hasty, start)).toMatch(/^HTTP\/1\.1 413 /);
  });

  test('that does not say how long it is is cut off at the limit', async () => {
    const chunk = `${(65_536).toString(16)}\r\n${'x'.repeat(65_536)}\r\n`;
    const start = head('POST /table HTTP/1.1', 'content-type: text/csv', 'transfer-encoding: chunked');
    const chunks = Array.from({ length: limit / 65_536 + 1 }, () => chunk);
    expect(await rawTo(hasty, start, ...chunks)).toMatch(/^HTTP\/1\.1 413 /);
  });

  test('that is too long is answered before its end, and its connection takes the next request', async () => {
    const socket = connect(server.port, '127.0.0.1');
    const answers = socket.setEncoding('utf8')[Symbol.asyncIterator]();
    socket.write(head('POST /table HTTP/1.1', 'content-type: text/csv', `content-length: ${limit + 1}`));
    socket.write('x'.repeat(limit));
    expect((await answers.next()).value).toMatch(/^HTTP\/1\.1 413 /);
    socket.write('x');
    socket.write(head('GET /kitchen HTTP/1.1'));
    expect((await answers.next()).value).toMatch(/^HTTP\/1\.1 401 /);
    socket.destroy();
  });

  test('that comes too slowly is cut off', async () => {
    const start = head('POST /table HTTP/1.1', 'content-type: text/csv', 'content-length: 100');
    expect(await rawTo(hasty, start, 'x')).toMatch(/^(HTTP\/1\.1 408 [\s\S]*)?$/);
  });
});

describe('a request', () => {
  test('whose headers come too slowly, or are too many, is cut off', async () => {
    expect(await rawTo(hasty, 'POST /table HTTP/1.1\r\nhost: localhost\r\nx-a: ')).toMatch(
      /^(HTTP\/1\.1 408 [\s\S]*)?$/,
    );
    expect(await raw(head('GET /healthz HTTP/1.1', `x-a: ${'x'.repeat(20_000)}`))).toMatch(/^HTTP\/1\.1 431 /);
    expect(await raw(head(`GET /healthz?${'x'.repeat(20_000)} HTTP/1.1`))).toMatch(/^HTTP\/1\.1 431 /);
  });

  test('whose JSON is nested too deep is refused, however deep it is', async () => {
    const nested = (depth: number) => `{"a":${'['.repeat(depth)}${']'.repeat(depth)}}`;
    expect((await post('/anything', 'application/json', nested(19))).status).toBe(204);
    for (const depth of [21, 1000, 50_000])
      expect([depth, (await post('/anything', 'application/json', nested(depth))).status]).toEqual([depth, 400]);
  });

  test('by TRACE gets nothing back of what it sent', async () => {
    const answer = await raw(head('TRACE /table HTTP/1.1', 'authorization: Bearer abc', 'connection: close'));
    expect(answer).toMatch(/^HTTP\/1\.1 405 /);
    expect(answer).not.toContain('Bearer abc');
  });

  test('that says its length twice in different ways is refused', async () => {
    const both = ['content-type: text/csv', 'content-length: 3', 'transfer-encoding: chunked', 'connection: close'];
    expect(await raw(head('POST /table HTTP/1.1', ...both), '0\r\n\r\n')).toMatch(/^HTTP\/1\.1 400 /);
  });

  test('that is refused is in the log, with what it was refused for', async () => {
    lines.length = 0;
    await ask('/kitchen');
    await ask('/kitchen', { headers: { authorization: 'Bearer of a guest' } });
    const told = lines.map((line) => JSON.parse(line)).map(({ code, route, method }) => [code, method, route]);
    expect(told).toEqual([
      ['unauthenticated', 'GET', '/kitchen'],
      ['role_missing', 'GET', '/kitchen'],
    ]);
    expect(lines.join('')).not.toContain('Bearer');
  });
});

describe('every answer', () => {
  const kinds = ['/healthz', '/readyz', '/metrics', '/kitchen', '/nothing', '/table', '/%'];

  test.each(kinds)('at %s has every header that keeps others out, and is kept by nobody', async (path) => {
    const { headers } = await ask(path);
    const policy = headers.get('content-security-policy') ?? '';
    for (const part of ["default-src 'none'", "base-uri 'none'", "frame-ancestors 'none'", "form-action 'self'"])
      expect(policy).toContain(part);
    expect(policy).not.toMatch(/script-src [^;]*('unsafe|\*|https?:|data:)/);
    expect(Object.fromEntries(headers)).toMatchObject({
      'x-content-type-options': 'nosniff',
      'x-frame-options': 'DENY',
      'referrer-policy': 'no-referrer',
      'permissions-policy': expect.stringContaining('camera=()'),
      'cross-origin-opener-policy': 'same-origin',
      'cross-origin-resource-policy': 'same-origin',
      'cache-control': 'no-store',
      'content-type': expect.stringMatching(/charset=utf-8|^application\/problem\+json$/),
    });
    expect(headers.get('access-control-allow-origin')).toBeNull();
    expect(headers.get('x-powered-by')).toBeNull();
    expect(headers.get('server')).toBeNull();
  });

  test('that came by TLS asks for TLS from now on, for a year', async () => {
    const { headers } = await ask('/healthz', { headers: { 'x-forwarded-proto': 'https' } });
    expect(headers.get('strict-transport-security')).toBe('max-age=31536000; includeSubDomains');
    expect((await ask('/healthz')).headers.get('strict-transport-security')).toBeNull();
  });
});
