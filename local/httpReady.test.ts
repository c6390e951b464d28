import { createServer } from 'node:http';
import { expect, test } from '@jest/globals';
import { httpReady } from './httpReady.ts';
import { freePort } from './ports.ts';

test('a page is asked: nobody there, not yet, there', async () => {
  const port = await freePort();
  const url = `http://127.0.0.1:${port}/readyz`;
  expect(await httpReady(url)).toBe('no answer yet');
  expect(await httpReady(url, 'opening its tables')).toBe('opening its tables');
  const state = { code: 503 };
  const server = createServer((_, response) => void response.writeHead(state.code).end('restoring 3 of 8\n'));
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  expect(await httpReady(url)).toBe('restoring 3 of 8');
  state.code = 200;
  expect(await httpReady(url)).toBeNull();
  server.closeAllConnections();
  server.close();
});
