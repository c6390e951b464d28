import { z } from 'zod';
import { ConfigError, port, readConfig } from '#lib/config.ts';
import { runRole } from '#lib/role.ts';
import { openEngine } from './engine.ts';
import { startFront } from './front.ts';
import { passwordsIn } from './users.ts';

// The engine's zone, before it starts: as on a server, days begin in UTC unless a query names a zone.
process.env.TZ = 'UTC';

await runRole('clickhouse', null, async (log) => {
  const config = readConfig({
    CLICKHOUSE_DATA: z.string().default('.leaveline/clickhouse').describe('A folder for the data.'),
    CLICKHOUSE_PORT: port(8123),
    UV_THREADPOOL_SIZE: z.coerce.number().int().min(4).default(4).describe('Threads: statements at one time, and 8.'),
  });
  const engine = await openEngine(config.CLICKHOUSE_DATA);
  const front = await startFront({
    engine,
    dataDir: config.CLICKHOUSE_DATA,
    port: config.CLICKHOUSE_PORT,
    passwords: passwordsIn(config.CLICKHOUSE_DATA),
    maxQueries: Math.max(2, config.UV_THREADPOOL_SIZE - 8),
    maxBodyBytes: 2 ** 29,
  }).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'EADDRINUSE') throw error;
    const taken = `Port ${config.CLICKHOUSE_PORT} is taken by another program.`;
    throw new ConfigError(`${taken} Stop it, or set CLICKHOUSE_PORT to another port or CLICKHOUSE_URL to a server.`);
  });
  log.info({ port: front.port, version: engine.version }, `ClickHouse ${engine.version} listens on port ${front.port}`);
  async function stop() {
    await front.stop();
    await engine.close();
  }
  return { ready: () => null, stop };
});
