import { request } from 'node:http';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { onlyOurs } from './foreign.ts';
import { type Listening, listen } from './serve.ts';

const own = { PUBLIC_URL: 'https://leave.example.org', ALLOWED_HOSTS: 'api, desk.example.org' };

describe.each([
  ['of this machine', own, 421],
  ['that LISTEN opens', { ...own, LISTEN: '0.0.0.0' }, 200],
])('a server %s', (_, env, underOtherNames) => {
  let server: Listening;
  beforeAll(async () => {
    server = await listen(
      0,
      onlyOurs((__, response) => void response.end('here'), env),
      'X_PORT',
    );
  });
  afterAll(() => server.stop());

  const statusOf = (headers: Readonly<Record<string, string>>) =>
    new Promise((resolve, reject) => {
      const asked = request({ port: server.port, host: '127.0.0.1', headers }, (answer) => {
        answer.resume();
        resolve(answer.statusCode);
      });
      asked.once('error', reject).end();
    });

  test.each(['localhost:8101', '127.0.0.1', '[::1]:1', 'leave.example.org', 'DESK.example.org', 'api:8080'])(
    'answers as %s',
    async (host) => expect(await statusOf({ host })).toBe(200),
  );

  test.each(['evil.example', 'localhost.evil.example', '169.254.169.254', ' '])(
    'and as %j: as it listens',
    async (host) => expect(await statusOf({ host })).toBe(underOtherNames),
  );

  test.each(['http://localhost:8080', 'https://leave.example.org', 'http://desk.example.org:1'])(
    'answers pages of %s',
    async (origin) => expect(await statusOf({ host: 'localhost', origin })).toBe(200),
  );

  test.each(['https://evil.example', 'https://localhost.evil.example', 'null', 'nonsense', 'file://'])(
    'refuses pages of %s',
    async (origin) => expect(await statusOf({ host: 'localhost', origin })).toBe(403),
  );
});
