import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { silentLog } from '#lib/log.ts';
import { startProxy, type TcpProxy } from '#lib/testing/proxy.ts';
import { until } from '#lib/timing.ts';
import { freePort } from '#local/ports.ts';
import { startRegistry } from '#local/registry/start.ts';
import { openServers, type Servers } from './testing/servers.ts';

let servers: Servers;

beforeAll(async () => {
  servers = await openServers();
}, 120_000);
afterAll(() => servers.stop(), 60_000);

async function closedDoor(address: string): Promise<TcpProxy> {
  const { hostname: host, port } = new URL(address);
  const proxy = await startProxy({ host, port: Number(port) });
  proxy.refuse();
  return proxy;
}

test('sinks that come before Kafka, the registry and ClickHouse say what they wait for, and are ready once all are there', async () => {
  const kafka = await closedDoor(`http://${servers.brokers}`);
  const clickhouse = await closedDoor(servers.url);
  const registryPort = await freePort();
  const ownPort = await freePort();
  const sinks = spawn(process.execPath, [join(import.meta.dirname, 'main.ts')], {
    stdio: ['pipe', 'ignore', 'inherit'],
    env: {
      ...process.env,
      KAFKA_BROKERS: `127.0.0.1:${kafka.port}`,
      SCHEMA_REGISTRY_URL: `http://127.0.0.1:${registryPort}`,
      CLICKHOUSE_URL: Object.assign(new URL(servers.url), { port: clickhouse.port }).href,
      SINKS_PORT: String(ownPort),
    },
  });
  const says = (what: RegExp) =>
    until(
      async () => {
        const text = await fetch(`http://127.0.0.1:${ownPort}/readyz`).then((answer) => answer.text(), String);
        return what.test(text) ? null : text;
      },
      { what: String(what), withinMs: 60_000, everyMs: 50 },
    );
  await says(/^waiting for Kafka and the schema registry: .*connect/i);
  kafka.release();
  await says(new RegExp(`^waiting for Kafka and the schema registry: .*${registryPort}`));
  const registry = await startRegistry({ brokers: [servers.brokers], port: registryPort, log: silentLog });
  await says(/^waiting: .*(ECONN|hang up)/);
  clickhouse.release();
  await says(/^ready/);
  expect(sinks.exitCode).toBeNull();
  sinks.kill('SIGTERM');
  expect(await once(sinks, 'exit')).toEqual([0, null]);
  await Promise.all([registry.stop(), kafka.close(), clickhouse.close()]);
}, 120_000);
