import { connect } from 'node:net';
import { Readable } from 'node:stream';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { z } from 'zod';
import { silentLog } from '../log.ts';
import { createApp } from './app.ts';
import { trustedProxies } from './clientAddress.ts';
import { health } from './health.ts';
import { conflict, refused } from './problem.ts';
import { routerOf } from './router.ts';
import { reply, routeOf } from './routes.ts';
import { type Listening, listen } from './serve.ts';

const route = routeOf<{ roles: readonly string[] }, 'cook' | 'guest'>();

const routes = [
  route({
    method: 'POST',
    path: '/dishes/:id',
    summary: 'Cooks.',
    roles: ['cook'],
    params: z.object({ id: z.string().min(1) }),
    query: z.object({ salt: z.coerce.number().int().default(0), with: z.array(z.string()).optional() }),
    body: z.object({
      name: z.string(),
      kind: z.enum(['soup', 'cake']),
      parts: z.array(z.object({ grams: z.number() })),
    }),
    answer: z.object({ id: z.string(), name: z.string(), salt: z.number() }),
    status: 201,
    handle: async ({ params, body, query }) => {
      const secretToo = { ...params, ...body, salt: query.salt, recipe: 'secret' };
      return secretToo;
    },
  }),
  route({
    method: 'GET',
    path: '/dishes/:id',
    summary: 'Shows.',
    roles: 'signed-in',
    answer: 'nothing',
    handle: () => undefined,
  }),
  route({
    method: 'GET',
    path: '/trace',
    summary: 'Tells what it knows.',
    roles: 'anyone',
    answer: z.record(z.string(), z.unknown()),
    handle: ({ requestId, traceparent, ip, person }) => ({ requestId, traceparent, ip, roles: person?.roles ?? null }),
  }),
  route({
    method: 'GET',
    path: '/bug',
    summary: 'Breaks.',
    roles: 'anyone',
    answer: 'nothing',
    handle: () => Promise.reject(new Error('secret detail')),
  }),
  route({
    method: 'GET',
    path: '/conflict',
    summary: 'Refuses.',
    roles: 'anyone',
    answer: 'nothing',
    handle: () => Promise.reject(conflict('eaten', 'It is eaten.', { left: 0 })),
  }),
  route({
    method: 'GET',
    path: '/refused',
    summary: 'Refuses.',
    roles: 'anyone',
    answer: 'nothing',
    handle: () => Promise.reject(refused('too_hot', 'It is too hot.')),
  }),
  route({
    method: 'GET',
    path: '/wrong',
    summary: 'Answers what it should not.',
    roles: 'anyone',
    answer: z.object({ id: z.string() }),
    handle: () => ({ id: 7 }) as never,
  }),
  route({
    method: 'GET',
    path: '/calendar',
    summary: 'A stream.',
    roles: 'anyone',
    answer: 'text/calendar',
    handle: () =>
      reply({ type: 'text/calendar', headers: { 'x-kind': 'feed' }, body: Readable.from(['BEGIN', ':END']) }),
  }),
  route({
    method: 'POST',
    path: '/form',
    summary: 'A form.',
    roles: 'anyone',
    form: 'application/x-www-form-urlencoded',
    body: z.object({ a: z.string() }),
    answer: z.object({ a: z.string() }),
    handle: ({ body }) => body,
  }),
  route({
    method: 'POST',
    path: '/table',
    summary: 'A table.',
    roles: 'anyone',
    form: 'text/csv',
    bodyLimit: 1_000_000,
    body: z.string(),
    answer: z.number(),
    handle: ({ body }) => body.length,
  }),
];

const people: Readonly<Record<string, { roles: string[] }>> = {
  cook: { roles: ['cook'] },
  guest: { roles: ['guest'] },
};

let server: Listening;
let address: string;
beforeAll(async () => {
  const app = createApp({ log: silentLog, name: 'http_test', trusted: trustedProxies('127.0.0.1') });
  app.use(health(() => 'waiting for the oven'));
  for (const layer of routerOf(routes, async (context) => people[context.get('authorization')] ?? null)) app.use(layer);
  server = await listen(0, app.callback(), 'TEST_PORT');
  address = `http://127.0.0.1:${server.port}`;
});
afterAll(() => server.stop());

async function ask(method: string, path: string, headers: Record<string, string> = {}, body?: unknown) {
  const sent =
    body === undefined
      ? {}
      : { body: typeof body === 'string' || body instanceof Uint8Array ? body : JSON.stringify(body) };
  const response = await fetch(`${address}${path}`, { method, headers, ...sent });
  const text = await response.text();
  const json = response.headers.get('content-type')?.includes('json') ? JSON.parse(text) : null;
  return { status: response.status, headers: response.headers, text, json };
}

const dish = { name: 'borsch', kind: 'soup', parts: [{ grams: 5 }] };
const cook = { authorization: 'cook', 'content-type': 'application/json' };

describe('a route', () => {
  test('answers with its fields and no others', async () => {
    const { status, json, headers } = await ask('POST', '/dishes/7?salt=3', cook, dish);
    expect([status, json]).toEqual([201, { id: '7', name: 'borsch', salt: 3 }]);
    expect(headers.get('cache-control')).toBe('no-store');
  });

  test('names every fault of a body at once', async () => {
    const { status, json, headers } = await ask('POST', '/dishes/7', cook, { kind: 'pie', parts: [{ grams: 'x' }] });
    expect([status, headers.get('content-type'), json.code]).toEqual([400, 'application/problem+json', 'bad_request']);
    expect(json.faults).toEqual([
      { field: 'name', value: '', message: expect.any(String) },
      { field: 'kind', value: 'pie', message: expect.any(String), possible: ['soup', 'cake'] },
      { field: 'parts.0.grams', value: 'x', message: expect.any(String) },
    ]);
    expect([json.requestId, json.type]).toEqual([headers.get('x-request-id'), 'urn:leaveline:problem:bad_request']);
  });

  test('names a fault of its query', async () => {
    const { status, json } = await ask('POST', '/dishes/7?salt=much', cook, dish);
    expect([status, json.faults]).toEqual([400, [{ field: 'salt', value: 'much', message: expect.any(String) }]]);
  });

  test('looks at nothing before it knows who asks', async () => {
    expect((await ask('POST', '/dishes/7?salt=much', {}, 'nonsense')).status).toBe(401);
    const { status, json } = await ask('POST', '/dishes/7?salt=much', { authorization: 'guest' }, 'nonsense');
    expect([status, json.code]).toEqual([403, 'role_missing']);
  });

  test('for whoever is signed in takes any role', async () => {
    expect((await ask('GET', '/dishes/7', { authorization: 'guest' })).status).toBe(204);
    expect((await ask('GET', '/dishes/7')).status).toBe(401);
  });

  test('for everybody knows who asks, if somebody does', async () => {
    expect((await ask('GET', '/trace', { authorization: 'cook' })).json.roles).toEqual(['cook']);
    expect((await ask('GET', '/trace', { authorization: 'stale' })).json.roles).toBeNull();
  });

  test('answers with other media types and streams', async () => {
    const { status, text, headers } = await ask('GET', '/calendar');
    expect([status, text, headers.get('content-type'), headers.get('x-kind')]).toEqual([
      200,
      'BEGIN:END',
      'text/calendar',
      'feed',
    ]);
  });

  test('that answers what it does not say it answers is a fault of ours, and nothing of it is shown', async () => {
    const { status, json, text } = await ask('GET', '/wrong');
    expect([status, json.code]).toEqual([500, 'internal']);
    expect(text).not.toContain('7"');
  });

  test('takes a form, a table', async () => {
    expect(
      (await ask('POST', '/form', { 'content-type': 'application/x-www-form-urlencoded' }, 'a=b%20c')).json,
    ).toEqual({ a: 'b c' });
    expect((await ask('POST', '/table', { 'content-type': 'text/csv' }, 'x'.repeat(200_000))).json).toBe(200_000);
  });
});

describe('a body', () => {
  test.each([undefined, 'text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data; boundary=x'])(
    'of type %s is no JSON',
    async (type) => {
      const headers = { authorization: 'cook', 'content-type': type ?? '' };
      const { status, json } = await ask('POST', '/dishes/7', headers, JSON.stringify(dish));
      expect([status, json.code]).toEqual([415, 'wrong_media_type']);
    },
  );

  test('that is compressed is not read', async () => {
    expect((await ask('POST', '/dishes/7', { ...cook, 'content-encoding': 'gzip' }, dish)).status).toBe(415);
  });

  test.each(['', '{', 'NaN', new Uint8Array([0x22, 0xff, 0x22])])('%p is no JSON', async (body) => {
    expect((await ask('POST', '/dishes/7', cook, body)).status).toBe(400);
  });

  test.each(['null', '[]', '7', '"x"', '{"__proto__": {"name": "x"}}'])('%p is not what is asked for', async (body) => {
    const { status, json } = await ask('POST', '/dishes/7', cook, body);
    expect([status, json.code]).toEqual([400, 'bad_request']);
  });

  test('of more than its limit is refused, said to be so long or not', async () => {
    const large = JSON.stringify({ ...dish, name: 'x'.repeat(200_000) });
    const { status, json } = await ask('POST', '/dishes/7', cook, large);
    expect([status, json.facts]).toEqual([413, { limit: 102_400 }]);
    expect(await chunked(large)).toMatch(/^HTTP\/1\.1 413 /);
  });
});

/** A body of unknown length. */
const chunked = (text: string): Promise<string> =>
  new Promise((resolve, reject) => {
    const socket = connect(server.port, '127.0.0.1');
    socket.once('data', (bytes) => {
      resolve(bytes.toString());
      socket.destroy();
    });
    socket.once('error', reject);
    socket.write(
      'POST /dishes/7 HTTP/1.1\r\nhost: x\r\nauthorization: cook\r\ncontent-type: application/json\r\ntransfer-encoding: chunked\r\n\r\n',
    );
    socket.write(`${text.length.toString(16)}\r\n${text}\r\n`);
  });

describe('a problem', () => {
  test('of a bug tells nothing of it', async () => {
    const { status, text, json } = await ask('GET', '/bug');
    expect([status, json.code]).toEqual([500, 'internal']);
    expect(text).not.toContain('secret');
  });

  test('carries its figures', async () => {
    expect((await ask('GET', '/conflict')).json).toMatchObject({
      status: 409,
      code: 'eaten',
      facts: { left: 0 },
      remedy: expect.any(String),
    });
    expect((await ask('GET', '/refused')).json).toMatchObject({ status: 422, code: 'too_hot' });
  });

  test('of an unknown address, of a method that is not there', async () => {
    expect((await ask('GET', '/nothing')).json).toMatchObject({ status: 404, code: 'not_found' });
    const { status, headers, json } = await ask('DELETE', '/dishes/7');
    expect([status, headers.get('allow'), json.code]).toEqual([405, 'GET, HEAD, POST', 'method_not_allowed']);
    expect((await ask('OPTIONS', '/dishes/7')).status).toBe(405);
  });

  test('of a path that no server should read is no crash', async () => {
    for (const path of ['/dishes/%', '/dishes/%ff', '/%E0%A4%A', '//', '/dishes/%2e%2e%2fetc']) {
      const { status, text } = await ask('GET', path, { authorization: 'guest' });
      expect([path, status < 500]).toEqual([path, true]);
      expect(text).not.toMatch(/\bat .*\.[jt]s:\d+/);
    }
  });
});

describe('every answer', () => {
  test.each(['/trace', '/nothing', '/bug', '/healthz', '/calendar'])('at %s keeps others out', async (path) => {
    const { headers } = await ask('GET', path);
    expect(headers.get('content-security-policy')).toContain("default-src 'none'");
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('access-control-allow-origin')).toBeNull();
    expect(headers.get('x-request-id')).toMatch(/^[0-9a-f-]{36}$/);
  });

  test('keeps the request id and the trace that came, unless they could not be any', async () => {
    const id = '4bf92f3577b34da6a3ce929d0e0e4736';
    const known = await ask('GET', '/trace', { 'x-request-id': 'abc-1', traceparent: `00-${id}-00f067aa0ba902b7-01` });
    expect(known.json).toMatchObject({
      requestId: 'abc-1',
      traceparent: expect.stringMatching(`^00-${id}-[0-9a-f]{16}-01$`),
    });
    const wrong = await ask('GET', '/trace', {
      'x-request-id': 'a b',
      traceparent: `00-${'0'.repeat(32)}-00f067aa0ba902b7-01`,
    });
    expect(wrong.json.requestId).toMatch(/^[0-9a-f-]{36}$/);
    expect(wrong.json.traceparent).toMatch(/^00-(?!0{32})[0-9a-f]{32}-[0-9a-f]{16}-01$/);
  });

  test('is to whom the trusted proxy says, and to no one whom a client makes up', async () => {
    const from = async (forwarded: string) => (await ask('GET', '/trace', { 'x-forwarded-for': forwarded })).json.ip;
    expect(await from('203.0.113.9')).toBe('203.0.113.9');
    expect(await from('10.1.1.1, 203.0.113.9')).toBe('203.0.113.9');
    expect(await from('203.0.113.9, 127.0.0.1')).toBe('203.0.113.9');
    expect(await from('')).toBe('127.0.0.1');
  });
});

describe('health', () => {
  test('says that it lives, what it waits for, and its figures by the pattern of the address', async () => {
    expect((await ask('GET', '/healthz')).text).toBe('ok\n');
    const { status, text } = await ask('GET', '/readyz');
    expect([status, text]).toEqual([503, 'waiting for the oven\n']);
    await ask('GET', '/dishes/secret-token', { authorization: 'guest' });
    const metrics = (await ask('GET', '/metrics')).text;
    expect(metrics).toContain(
      'leaveline_http_test_request_seconds_count{route="/dishes/:id",method="GET",status="204"}',
    );
    expect(metrics).not.toContain('secret-token');
  });
});

describe('listening', () => {
  test('on a port that is taken names the setting that chooses another', async () => {
    await expect(listen(server.port, () => undefined, 'OTHER_PORT')).rejects.toThrow(/set OTHER_PORT to a free one/);
  });
});
