import { once } from 'node:events';
import { createServer } from 'node:net';
import { describe, expect, test } from '@jest/globals';
import { freePorts, portsFrom } from './addresses.ts';
import { freePort, listens, requireFreePort } from './ports.ts';

describe('ports', () => {
  test('a free one passes, and nothing listens there', async () => {
    const port = await freePort();
    await requireFreePort(port, 'set KAFKA_PORT to a free port.');
    expect(await listens(port)).toBe(false);
  });

  test.each(['127.0.0.1', '0.0.0.0', '::'])('one taken on %s is one sentence that names the variable', async (host) => {
    const server = createServer().listen(0, host);
    await once(server, 'listening');
    const { port } = server.address() as { port: number };
    await expect(requireFreePort(port, 'set KAFKA_BROKERS to a running Kafka.')).rejects.toThrow(
      `Port ${port} is taken by another program. Stop it, or set KAFKA_BROKERS to a running Kafka.`,
    );
    server.close();
  });

  test('come from the environment, else from the table', () => {
    const ports = portsFrom({ KAFKA_PORT: '19092', API_PORT: '' });
    expect(ports).toMatchObject({ kafka: 19092, api: 8080, registry: 8081 });
  });

  test('that are none are all named at once', () => {
    expect(() => portsFrom({ KAFKA_PORT: 'nine', API_PORT: '70000' })).toThrow(
      'KAFKA_PORT, API_PORT must be a port from 1 to 65535.',
    );
  });

  test('of a line of its own are all different', async () => {
    const ports = Object.values(await freePorts());
    expect(new Set(ports).size).toBe(ports.length);
  });
});
