import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startClickHouse } from '#local/clickhouse/start.ts';
import { type ClickHouse, clickhouse } from '../clickhouse.ts';

export interface OwnClickHouse {
  readonly db: ClickHouse;
  stop(): Promise<void>;
}

/** An empty ClickHouse of a test file's own. */
export async function ownClickHouse(): Promise<OwnClickHouse> {
  const dataDir = await mkdtemp(join(tmpdir(), 'clickhouse-'));
  const server = await startClickHouse({ dataDir, port: 0 });
  const db = clickhouse(server.url, 'leaveline');
  return {
    db,
    stop: async () => {
      await db.close();
      await server.stop();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}
