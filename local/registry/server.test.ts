import { request } from 'node:http';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { silentLog } from '#lib/log.ts';
import { serve } from './server.ts';

let server: Awaited<ReturnType<typeof serve>>;
beforeAll(async () => {
  server = await serve([], 0, silentLog);
});
afterAll(() => void server.close());

const statusOf = (headers: Readonly<Record<string, string>>) =>
  new Promise((resolve, reject) => {
    const options = { port: server.port, host: '127.0.0.1', method: 'DELETE', path: '/subjects/x', headers };
    const asked = request(options, (answer) => resolve(answer.resume().statusCode));
    asked.once('error', reject).end();
  });

test.each([
  { origin: 'https://evil.example' },
  { origin: 'http://localhost:3000' },
  { origin: 'null' },
  { host: 'evil.example' },
  { 'sec-fetch-site': 'cross-site' },
])('a page of elsewhere reaches no route: %j', async (headers) => expect(await statusOf(headers)).toBe(403));

test('programs of this machine do', async () => {
  expect(await statusOf({})).toBe(404);
  expect(await statusOf({ host: 'localhost:8081' })).toBe(404);
});
