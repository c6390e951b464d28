import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createKafka, type Kafka } from '#lib/kafka/client.ts';
import { silentLog } from '#lib/log.ts';
import { startClickHouse } from '#local/clickhouse/start.ts';
import { startKafka } from '#local/kafka.ts';
import { freePort } from '#local/ports.ts';
import { type ClickHouse, clickhouse } from '../clickhouse.ts';

/** A Kafka and a ClickHouse of a test file's own, on ports that they keep. */
export interface Servers {
  readonly brokers: string;
  readonly kafka: Kafka;
  readonly url: string;
  readonly db: ClickHouse;
  killAndRestartKafka(): Promise<void>;
  killClickHouse(): Promise<void>;
  restartClickHouse(): Promise<void>;
  stop(): Promise<void>;
}

export async function openServers(): Promise<Servers> {
  const dataDir = mkdtempSync(join(tmpdir(), 'sinks-'));
  const forKafka = { dataDir, port: await freePort(), progress: () => undefined };
  const forClickHouse = { dataDir: join(dataDir, 'clickhouse'), port: await freePort() };
  let [broker, server] = await Promise.all([startKafka(forKafka), startClickHouse(forClickHouse)]);
  const brokers = `127.0.0.1:${forKafka.port}`;
  const db = clickhouse(server.url, 'leaveline');
  return {
    brokers,
    kafka: createKafka({ brokers: [brokers], clientId: 'test', log: silentLog }),
    url: server.url,
    db,
    killAndRestartKafka: async () => {
      broker.signal('SIGKILL');
      await broker.exited;
      broker = await startKafka(forKafka);
    },
    killClickHouse: () => server.kill('SIGKILL'),
    restartClickHouse: async () => {
      server = await startClickHouse(forClickHouse);
    },
    stop: async () => {
      await db.close();
      await Promise.all([server.stop(), broker.stop()]);
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}
