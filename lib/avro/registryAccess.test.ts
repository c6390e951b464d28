import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, test } from '@jest/globals';
import { registryIds } from './registry.ts';

test('a user and a password in the address are shown to the registry, and not as part of it', async () => {
  const asked: (string | undefined)[] = [];
  const server = createServer(({ headers, url }, response) => {
    asked.push(`${url} ${headers.authorization}`);
    response.setHeader('content-type', 'application/json').end('{"schema":"\\"string\\""}');
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  for (const user of ['', 'line:p%40ss@']) await registryIds(`http://${user}127.0.0.1:${port}`).byId(7);
  server.close();
  expect(asked).toEqual(['/schemas/ids/7 undefined', `/schemas/ids/7 Basic ${btoa('line:p@ss')}`]);
});
