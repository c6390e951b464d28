import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { eventually } from '#lib/testing/eventually.ts';
import { type Fixture, startFixture } from './testing/fixture.ts';

jest.setTimeout(60_000);

let fixture: Fixture;
const page = mkdtempSync(join(tmpdir(), 'page-'));

beforeAll(async () => {
  writeFileSync(join(page, 'index.html'), '<!doctype html><title>Leaveline</title>');
  fixture = await startFixture({ page });
}, 60_000);
afterAll(async () => {
  await fixture?.stop();
  rmSync(page, { recursive: true, force: true });
});

/** With headers that fetch would not send. */
const raw = (path: string, options: { method?: string; headers?: Record<string, string> }) =>
  new Promise<{ status: number; headers: NodeJS.Dict<string | string[]>; text: string }>((resolve, reject) => {
    const { port } = new URL(fixture.address);
    const asked = request({ host: '127.0.0.1', port, path, ...options }, async (response) => {
      const chunks = await response.toArray();
      resolve({ status: response.statusCode ?? 0, headers: response.headers, text: Buffer.concat(chunks).toString() });
    });
    asked.once('error', reject).end();
  });

describe('an error', () => {
  test('of an unknown address lists the addresses', async () => {
    const { status, headers, body } = await fixture.get('/api/nothing');
    expect(status).toBe(404);
    expect(headers.get('content-type')).toBe('application/problem+json');
    expect(body).toEqual({
      type: 'urn:leaveline:problem:not_found',
      status: 404,
      code: 'not_found',
      title: expect.any(String),
      detail: expect.stringContaining('/api/requests'),
      remedy: expect.any(String),
      requestId: headers.get('x-request-id'),
    });
  });

  test('of an unknown statistic lists the statistics', async () => {
    for (const name of ['nothing', '..%2Fapi', 'vacation_days/x', '']) {
      const { status, body } = await fixture.get(`/api/statistics/${name}`);
      if (name === '') expect(status).toBe(200);
      else expect([status, body.detail]).toEqual([404, expect.stringContaining('vacation_days, out_by_day')]);
    }
  });

  test('keeps the request id that came, unless it could not be one', async () => {
    expect((await fixture.get('/api/x', { headers: { 'x-request-id': 'abc-1' } })).body.requestId).toBe('abc-1');
    expect((await fixture.get('/api/x', { headers: { 'x-request-id': 'a b' } })).body.requestId).toMatch(
      /^[0-9a-f-]{36}$/,
    );
  });

  test('tells before the tables are there to start the sinks', async () => {
    const { status, headers, body } = await fixture.get('/api/requests');
    expect([status, body.code, headers.get('retry-after')]).toEqual([503, 'tables_missing', '5']);
    expect(body.remedy).toContain('sinks');
  });

  test.each(['POST', 'PUT', 'DELETE', 'OPTIONS', 'PATCH'])('answers %s: this is for reading', async (method) => {
    const { status, headers, body } = await fixture.get('/api/requests', { method });
    expect([status, headers.get('allow'), body.code]).toEqual([405, 'GET, HEAD', 'method_not_allowed']);
  });

  test('answers pages of another site with 403, and those of its own machine', async () => {
    for (const origin of ['https://evil.example', 'https://localhost.evil.example', 'null']) {
      const { status, text } = await raw('/api/statistics', { headers: { origin } });
      expect([origin, status]).toEqual([origin, 403]);
      expect(JSON.parse(text).code).toBe('foreign_origin');
    }
    expect((await raw('/api/openapi.json', { headers: { origin: 'http://localhost:5173' } })).status).toBe(200);
  });

  test('answers another name than this machine’s', async () => {
    for (const host of ['evil.example', 'localhost.evil.example', '127.0.0.1.evil.example:8080']) {
      const { status, text } = await raw('/api/statistics', { headers: { host } });
      expect([host, status]).toEqual([host, 421]);
      expect(JSON.parse(text).code).toBe('foreign_host');
    }
    for (const host of ['localhost:8080', '127.0.0.1', '[::1]:8080', 'LOCALHOST'])
      expect((await raw('/api/openapi.json', { headers: { host } })).status).toBe(200);
  });

  test('of a path that no server should read is no crash', async () => {
    for (const path of ['/%', '/%ff', '/api/%E0%A4%A', '/..%2f..%2fetc/passwd', '//', '/api//requests', '/\\..\\x']) {
      const { status, text } = await raw(path, {});
      expect([path, status < 500]).toEqual([path, true]);
      expect(text).not.toContain('root:');
      expect(text).not.toMatch(/\bat .*\.[jt]s:\d+/);
    }
  });
});

describe('every answer', () => {
  test.each(['/', '/api/statistics', '/api/nothing', '/healthz', '/gone.js'])(
    'at %s has headers that keep others out',
    async (path) => {
      const { headers } = await fixture.get(path);
      expect(headers.get('content-security-policy')).toContain("default-src 'none'");
      expect(headers.get('content-security-policy')).toContain("frame-ancestors 'none'");
      expect(headers.get('x-content-type-options')).toBe('nosniff');
      expect(headers.get('referrer-policy')).toBe('no-referrer');
      expect(headers.get('cross-origin-resource-policy')).toBe('same-origin');
      expect(headers.get('access-control-allow-origin')).toBeNull();
    },
  );

  test('to HEAD is the head of that to GET', async () => {
    for (const path of ['/', '/api/statistics', '/api/openapi.json']) {
      const [head, whole] = await Promise.all([fixture.get(path, { method: 'HEAD' }), fixture.get(path)]);
      expect([head.status, head.text, head.headers.get('content-length')]).toEqual([
        200,
        '',
        whole.headers.get('content-length'),
      ]);
    }
    expect((await fixture.get('/api/live', { method: 'HEAD' })).status).toBe(200);
  });

  test('of data is never kept, and the page is asked for anew', async () => {
    expect((await fixture.get('/api/statistics')).headers.get('cache-control')).toBe('no-store');
    const first = await fixture.get('/anything');
    expect(first.headers.get('cache-control')).toBe('no-cache');
    const again = await fixture.get('/anything', { headers: { 'if-none-match': first.headers.get('etag') ?? '' } });
    expect(again.status).toBe(304);
  });
});

describe('the server', () => {
  test('listens on this machine alone', async () => {
    const { port } = new URL(fixture.address);
    const { networkInterfaces } = await import('node:os');
    const others = Object.values(networkInterfaces())
      .flatMap((list) => list ?? [])
      .filter(({ internal, family }) => !internal && family === 'IPv4');
    for (const { address } of others)
      await expect(fetch(`http://${address}:${port}/healthz`)).rejects.toThrow('fetch failed');
  });

  test('serves its health, and its metrics by route', async () => {
    expect((await fixture.get('/healthz')).text).toBe('ok\n');
    const { text } = await fixture.get('/metrics');
    expect(text).toMatch(
      /leaveline_api_request_seconds_count\{route="\/api\/statistics",method="GET",status="200"\} \d+/,
    );
  });

  test('is ready while ClickHouse answers, and else says what it waits for', async () => {
    await eventually(async () => (await fixture.get('/readyz')).status === 200);
    await fixture.part.stop();
    const { status, body, headers, text } = await fixture.get('/api/departments');
    expect([status, body.code, headers.get('retry-after')]).toEqual([503, 'clickhouse_away', '5']);
    expect(text).not.toMatch(/ECONN|127\.0\.0\.1|node_modules/);
    await eventually(async () => (await fixture.get('/readyz')).text === 'waiting for ClickHouse\n');
    expect((await fixture.get('/healthz')).status).toBe(200);
    expect((await fixture.get('/')).status).toBe(200);
  }, 20_000);
});
