import { createServer } from 'node:http';
import { describe, expect, test } from '@jest/globals';
import { requireSpace } from './disk.ts';
import { freePort } from './ports.ts';
import { httpReady, until } from './waiting.ts';

describe('waiting', () => {
  test('tells each reason until there is none', async () => {
    const reasons = ['no log', 'no leader'];
    const told: string[] = [];
    await until(() => reasons.shift() ?? null, { what: 'Kafka', everyMs: 1, progress: (text) => told.push(text) });
    expect(told).toEqual(['no log', 'no leader']);
  });

  test('past its deadline it says for what, and what was missing', async () => {
    const wait = until(() => 'the broker is starting', { what: 'Kafka', everyMs: 1, deadlineMs: 5 });
    await expect(wait).rejects.toThrow('Waited 0 s for Kafka: the broker is starting.');
  });

  test('ends at once when it is given up', async () => {
    const controller = new AbortController();
    const wait = until(() => 'never', { what: 'Kafka', everyMs: 1e6, signal: controller.signal });
    controller.abort();
    await expect(wait).rejects.toThrow(/abort/i);
  });

  test('for a page: nobody there, not yet, there', async () => {
    const port = await freePort();
    const url = `http://127.0.0.1:${port}/readyz`;
    expect(await httpReady(url)).toBe('no answer yet');
    const state = { code: 503 };
    const server = createServer((_, response) => void response.writeHead(state.code).end('restoring 3 of 8\n'));
    await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
    expect(await httpReady(url)).toBe('restoring 3 of 8');
    state.code = 200;
    expect(await httpReady(url)).toBeNull();
    server.closeAllConnections();
    server.close();
  });
});

describe('a full disk', () => {
  test('is one sentence with the remedy', () => {
    expect(() => requireSpace('/tmp', 300, 'Kafka', () => 12)).toThrow(
      'The disk of /tmp has 12 MB left and Kafka needs 300 MB. Make room, or set LEAVELINE_DATA to a folder on another disk.',
    );
  });

  test('with room passes', () => {
    expect(() => requireSpace('/tmp', 300, 'Kafka', () => 300)).not.toThrow();
  });
});
