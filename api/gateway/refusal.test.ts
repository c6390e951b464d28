import { request } from 'node:http';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { z } from 'zod';
import { createApp } from '#lib/http/app.ts';
import { routerOf } from '#lib/http/router.ts';
import { routeOf } from '#lib/http/routes.ts';
import { type Listening, listen } from '#lib/http/serve.ts';
import { silentLog } from '#lib/log.ts';
import type { Person, Role } from '#schemas/access/people.ts';
import { gateway } from './gateway.ts';
import { type ServiceUrls, serviceNames } from './targets.ts';

let service: Listening;
let front: Listening;

beforeAll(async () => {
  const taking = routeOf<Person, Role>()({
    method: 'POST',
    path: '/api/user/import',
    summary: '',
    roles: 'anyone',
    body: z.string(),
    form: 'text/csv',
    bodyLimit: 1000,
    answer: 'nothing',
    handle: () => undefined,
  });
  const app = createApp({ name: 'test', log: silentLog });
  const closed = { ...taking, path: '/api/user/closed', roles: ['hr'] };
  for (const layer of routerOf([taking, closed], async () => null)) app.use(layer);
  service = await listen(0, app.callback(), 'X');
  const services = Object.fromEntries(
    serviceNames.map((name) => [name, `http://127.0.0.1:${service.port}`]),
  ) as ServiceUrls;
  front = await listen(0, createApp({ name: 'front', log: silentLog }).use(gateway({ services })).callback(), 'X');
});
afterAll(async () => {
  await front.stop();
  await service.stop();
});

const send = (path: string, size: number, chunked: boolean) =>
  new Promise((resolve) => {
    const body = Buffer.alloc(size, 'x');
    const asked = request({
      port: front.port,
      host: '127.0.0.1',
      method: 'POST',
      path,
      headers: { 'content-type': 'text/csv', ...(!chunked && { 'content-length': size }) },
    });
    asked.once('error', (error) => resolve(String(error)));
    asked.once('response', async (response) => resolve([response.statusCode, JSON.parse(await text(response)).code]));
    for (let at = 0; at < size; at += 65536) asked.write(body.subarray(at, at + 65536));
    asked.end();
  });

test('a body that is too large gets the service’s own refusal, however it comes', async () => {
  for (const chunked of [false, true])
    for (let n = 0; n < 5; n++)
      expect([chunked, await send('/api/user/import', 5_000_000, chunked)]).toEqual([chunked, [413, 'body_too_large']]);
});

test('a body that nobody reads does not hide why', async () => {
  for (const chunked of [false, true])
    for (let n = 0; n < 5; n++)
      expect([chunked, await send('/api/user/closed', 5_000_000, chunked)]).toEqual([
        chunked,
        [401, 'unauthenticated'],
      ]);
});
