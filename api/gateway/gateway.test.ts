import { once } from 'node:events';
import { createServer, type IncomingMessage, request, type Server, type ServerResponse } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { createApp } from '#lib/http/app.ts';
import { trustedProxies } from '#lib/http/clientAddress.ts';
import { type Listening, listen } from '#lib/http/serve.ts';
import { silentLog } from '#lib/log.ts';
import { gateway } from './gateway.ts';
import { type ServiceUrls, serviceNames } from './targets.ts';

type Handle = (request: IncomingMessage, response: ServerResponse) => unknown;

let service: Server;
let url: string;
let handle: Handle;
let asked: IncomingMessage[];
let front: Listening;

async function open(more: { readonly trusted?: string; readonly patienceMs?: number } = {}): Promise<void> {
  const services = Object.fromEntries(serviceNames.map((name) => [name, url])) as ServiceUrls;
  const { trusted = '', ...patience } = more;
  const app = createApp({ name: 'test', log: silentLog });
  app.use(
    gateway({ services: { ...services, audit: 'http://127.0.0.1:1' }, trusted: trustedProxies(trusted), ...patience }),
  );
  app.use((context) => {
    context.body = 'ours';
  });
  front = await listen(0, app.callback(), 'TEST_PORT');
}

beforeEach(async () => {
  asked = [];
  handle = (_, response) => response.end('answered');
  service = createServer((request, response) => {
    asked.push(request);
    handle(request, response);
  });
  service.listen(0, '127.0.0.1');
  await once(service, 'listening');
  url = `http://127.0.0.1:${(service.address() as AddressInfo).port}`;
});
afterEach(async () => {
  service.closeAllConnections();
  await new Promise((resolve) => service.close(resolve));
  await front?.stop();
});

const at = (path: string): string => `http://127.0.0.1:${front.port}${path}`;

/** Sends these bytes and reads until the end: what no client library would send. */
async function raw(bytes: string): Promise<{ readonly status: number; readonly text: string }> {
  const socket = connect(front.port, '127.0.0.1');
  socket.write(bytes);
  const all = await text(socket);
  return { status: Number(/^HTTP\/1\.1 (\d+)/.exec(all)?.[1]), text: all };
}
const rawGet = (target: string, headers = ''): ReturnType<typeof raw> =>
  raw(`GET ${target} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n${headers}\r\n`);

const codeOf = async (response: Response): Promise<string> => ((await response.json()) as { code: string }).code;

describe('the gateway', () => {
  test('hands every method, address and body on, and the answer back', async () => {
    await open();
    handle = async (request, response) => {
      response.writeHead(201, { 'x-own': 'yes', 'content-type': 'text/plain' });
      response.end(`${request.method} ${request.url} ${await text(request)}`);
    };
    for (const method of ['POST', 'PUT', 'PATCH', 'DELETE']) {
      const response = await fetch(at('/api/vacation/requests/a%2Fb?q=%20x'), { method, body: 'the body' });
      expect([response.status, response.headers.get('x-own'), await response.text()]).toEqual([
        201,
        'yes',
        `${method} /api/vacation/requests/a%2Fb?q=%20x the body`,
      ]);
    }
    expect(await (await fetch(at('/api/auth/me'))).text()).toBe('GET /api/auth/me ');
  });

  test('knows the services’ paths, and leaves all others alone', async () => {
    await open();
    for (const path of [
      ...serviceNames.filter((name) => name !== 'audit').map((name) => `/api/${name}/x`),
      '/api/user',
      '/.well-known/jwks.json',
    ])
      expect([path, await (await fetch(at(path))).text()]).toEqual([path, 'answered']);
    for (const path of [
      '/',
      '/api',
      '/api/statistics',
      '/api/users',
      '/api/authx',
      '/API/auth/x',
      '/x/api/auth/x',
      '/api//auth/x',
      '/api/aut%68/x',
    ])
      expect([path, await (await fetch(at(path))).text()]).toEqual([path, 'ours']);
  });

  test('keeps an answer as it is: status, several cookies, redirects, nothing at all', async () => {
    await open();
    handle = (_, response) =>
      response.writeHead(302, { location: '/there', 'set-cookie': ['a=1; Path=/api/auth; HttpOnly', 'b=2'] }).end();
    const moved = await fetch(at('/api/auth/x'), { redirect: 'manual' });
    expect([
      moved.status,
      moved.headers.get('location'),
      moved.headers.getSetCookie(),
      moved.headers.get('content-type'),
    ]).toEqual([302, '/there', ['a=1; Path=/api/auth; HttpOnly', 'b=2'], null]);
    handle = (_, response) => response.writeHead(204).end();
    const none = await fetch(at('/api/auth/x'), { method: 'DELETE' });
    expect([none.status, await none.text()]).toEqual([204, '']);
    handle = (_, response) =>
      response.writeHead(404, { 'content-type': 'application/problem+json' }).end('{"code":"own"}');
    const missing = await fetch(at('/api/auth/x'));
    expect([missing.status, await missing.json()]).toEqual([404, { code: 'own' }]);
    handle = (_, response) => response.writeHead(200, { 'content-length': '5' }).end();
    const head = await fetch(at('/api/auth/x'), { method: 'HEAD' });
    expect([head.status, head.headers.get('content-length'), await head.text()]).toEqual([200, '5', '']);
  });

  test('passes the request id and the trace on, as one span below the caller’s', async () => {
    await open();
    const traceparent = '00-0123456789abcdef0123456789abcdef-0123456789abcdef-01';
    const { headers } = await fetch(at('/api/auth/x'), { headers: { 'x-request-id': 'mine', traceparent } });
    expect([headers.get('x-request-id'), asked[0]?.headers['x-request-id']]).toEqual(['mine', 'mine']);
    expect(asked[0]?.headers.traceparent).toMatch(
      /^00-0123456789abcdef0123456789abcdef-(?!0123456789abcdef)[0-9a-f]{16}-01$/,
    );
    await fetch(at('/api/auth/x'), { headers: { 'x-request-id': 'a b', traceparent: 'nonsense' } });
    expect(asked[1]?.headers['x-request-id']).toMatch(/^[0-9a-f-]{36}$/);
    expect(asked[1]?.headers.traceparent).toMatch(/^00-[0-9a-f]{32}-/);
  });

  test('says where a request came from, and believes nobody who says it himself', async () => {
    await open();
    const forged = {
      'x-forwarded-for': '6.6.6.6',
      'x-forwarded-proto': 'https',
      'x-forwarded-host': 'evil',
      'x-real-ip': '6.6.6.6',
      forwarded: 'for=6.6.6.6',
    };
    await fetch(at('/api/auth/x'), { headers: forged });
    expect(asked[0]?.headers).toMatchObject({
      'x-forwarded-for': '127.0.0.1',
      'x-forwarded-proto': 'http',
      'x-forwarded-host': `127.0.0.1:${front.port}`,
      host: new URL(url).host,
    });
    expect(asked[0]?.headers).not.toHaveProperty('forwarded');
    expect(asked[0]?.headers).not.toHaveProperty('x-real-ip');
  });

  test('goes on with the way that a proxy it trusts has written', async () => {
    await open({ trusted: '127.0.0.0/8' });
    await fetch(at('/api/auth/x'), {
      headers: {
        'x-forwarded-for': '9.9.9.9, 10.0.0.1',
        'x-forwarded-proto': 'https',
        'x-forwarded-host': 'leave.example.com',
      },
    });
    expect(asked[0]?.headers).toMatchObject({
      'x-forwarded-for': '9.9.9.9, 10.0.0.1, 127.0.0.1',
      'x-forwarded-proto': 'https',
      'x-forwarded-host': 'leave.example.com',
    });
  });

  test('drops what is meant for one connection, named ones included, in both directions', async () => {
    await open();
    handle = (_, response) =>
      response
        .writeHead(200, { connection: 'x-hop', 'x-hop': '1', 'proxy-authenticate': 'Basic', 'x-kept': '1' })
        .end();
    const { text: answer } = await raw(
      'GET /api/auth/x HTTP/1.1\r\nHost: localhost\r\nConnection: close, X-Secret-Hop\r\nX-Secret-Hop: 1\r\nTE: trailers\r\nUpgrade: h2c\r\nProxy-Authorization: Basic x\r\nKeep-Alive: 5\r\nX-Kept: 1\r\n\r\n',
    );
    expect(asked[0]?.headers).toHaveProperty('x-kept');
    for (const name of ['x-secret-hop', 'te', 'upgrade', 'proxy-authorization', 'keep-alive'])
      expect(asked[0]?.headers).not.toHaveProperty(name);
    expect(answer).toMatch(/x-kept: 1/i);
    expect(answer).not.toMatch(/x-hop|proxy-authenticate/i);
  });
});

describe('a path that would lead elsewhere', () => {
  test.each([
    '/api/auth/../user/people',
    '/api/auth/..%2fuser/people',
    '/api/auth/%2e%2e/user/people',
    '/api/auth/%2E./user/people',
    '/api/auth/..\\user\\people',
    '/api/auth/./x',
    '/api/auth/..',
    '/api/auth/%',
    '/api/auth/%ff',
    '/api/auth/a%00b',
    '/api/auth/a%0d%0aX-Forged:%201',
    'http://localhost/api/auth/x',
    'http://evil.example/api/auth/x',
    '*',
  ])('%s is refused before a service sees it', async (target) => {
    await open();
    const { status, text } = await rawGet(target);
    expect([status, text.includes('bad_target')]).toEqual([400, true]);
    expect(asked).toEqual([]);
  });

  test('with a query of such letters is none', async () => {
    await open();
    expect((await rawGet('/api/auth/x?next=/../y%0d%0a')).status).toBe(200);
  });

  test.each(['/api/auth/service-tokens', '/api/auth/Service-Tokens/', '/api/auth/service%2Dtokens'])(
    '%s is between services, and not there for others',
    async (path) => {
      await open();
      expect((await fetch(at(path), { method: 'POST' })).status).toBe(404);
      expect(asked).toEqual([]);
    },
  );
});

describe('headers that would be two', () => {
  test('never become more than one request', async () => {
    await open();
    handle = async (request, response) => response.end(await text(request));
    const smuggled =
      'POST /api/auth/x HTTP/1.1\r\nHost: localhost\r\nContent-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\nGET /api/user/x HTTP/1.1\r\nHost: localhost\r\n\r\n';
    expect((await raw(smuggled)).status).toBe(400);
    expect(asked).toEqual([]);
    const chunked =
      'DELETE /api/auth/x HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nTransfer-Encoding: chunked\r\n\r\n1e\r\nGET /api/user/x HTTP/1.1\r\n\r\n12\r\n0\r\n\r\n';
    expect((await raw(chunked)).text).toContain('GET /api/user/x');
    expect(asked.map(({ method, url }) => `${method} ${url}`)).toEqual(['DELETE /api/auth/x']);
  });

  test('are refused with a line break in them', async () => {
    await open();
    expect((await rawGet('/api/auth/x', 'X-A: a\rX-B: b\r\n')).status).toBe(400);
    expect(asked).toEqual([]);
  });
});

describe('a stream', () => {
  test('comes as it is written, and goes when the client goes', async () => {
    await open();
    let response: ServerResponse | undefined;
    const gone = new Promise((resolve) => {
      handle = (_, answer) => {
        response = answer.writeHead(200, { 'content-type': 'text/event-stream' });
        answer.flushHeaders();
        answer.once('close', () => resolve('gone'));
      };
    });
    const over = new AbortController();
    const { body } = await fetch(at('/api/notification/live'), { signal: over.signal });
    const reader = body?.pipeThrough(new TextDecoderStream()).getReader();
    for (const part of ['event: a\n\n', 'event: b\n\n']) {
      response?.write(part);
      expect((await reader?.read())?.value).toBe(part);
    }
    over.abort();
    expect(await gone).toBe('gone');
  });

  test('of a body reaches the service while it is still being sent', async () => {
    await open();
    const first = new Promise<string>((resolve) => {
      handle = (request, response) => {
        request.once('data', (bytes) => resolve(String(bytes)));
        request.once('end', () => response.end('all'));
      };
    });
    const sending = request(at('/api/user/import'), { method: 'POST' });
    sending.write('begin');
    expect(await first).toBe('begin');
    sending.end('end');
    const [response] = (await once(sending, 'response')) as [IncomingMessage];
    expect(await text(response)).toBe('all');
  });

  test('of a body that the client breaks off is broken off at the service', async () => {
    await open();
    const broken = new Promise((resolve) => {
      handle = (request) => {
        request.once('data', () => sending.destroy());
        request.once('error', resolve);
      };
    });
    const sending = request(at('/api/user/import'), { method: 'POST' });
    sending.once('error', () => undefined);
    sending.write('begin');
    expect(await broken).toMatchObject({ code: 'ECONNRESET' });
  });

  test('that the service breaks off is not taken for the whole', async () => {
    await open();
    handle = (_, response) => {
      response.writeHead(200);
      response.write('half', () => response.destroy());
    };
    const response = await fetch(at('/api/user/x'));
    await expect(response.text()).rejects.toThrow();
  });
});

describe('a service', () => {
  test('that is away is said to be away, with what to do', async () => {
    await open();
    const response = await fetch(at('/api/audit/entries'), { method: 'POST', body: 'x'.repeat(100_000) });
    expect([response.status, response.headers.get('content-type'), response.headers.get('retry-after')]).toEqual([
      503,
      'application/problem+json',
      '5',
    ]);
    expect(await response.json()).toMatchObject({
      code: 'service_away',
      detail: 'The service audit does not answer.',
      remedy: expect.stringContaining('AUDIT_URL'),
      requestId: response.headers.get('x-request-id'),
    });
  });

  test('that breaks off, or speaks no HTTP, is a bad gateway', async () => {
    await open();
    for (const answer of [null, 'no http at all\r\n\r\n']) {
      handle = (request) => (answer === null ? request.socket.destroy() : request.socket.end(answer));
      const response = await fetch(at('/api/user/x'));
      expect([response.status, await codeOf(response)]).toEqual([502, 'service_away']);
    }
  });

  test('that does not begin to answer is late, and may take its time once it has begun', async () => {
    await open({ patienceMs: 150 });
    handle = () => undefined;
    const late = await fetch(at('/api/user/x'));
    expect([late.status, await codeOf(late)]).toEqual([504, 'service_late']);
    handle = (_, response) => {
      response.write('begun ');
      setTimeout(() => response.end('and done'), 300);
    };
    expect(await (await fetch(at('/api/user/x'))).text()).toBe('begun and done');
  });
});
