import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { silentLog } from '#lib/log.ts';
import { registry } from '#lib/metrics.ts';
import { type ClickHouse as LocalClickHouse, startClickHouse } from '#local/clickhouse/start.ts';
import { tables } from '#tables/tables.ts';
import { type ClickHouse, clickhouse } from './clickhouse.ts';
import { prepareTables } from './prepare.ts';
import { looking } from './reusedIds.ts';

let dataDir: string;
let server: LocalClickHouse;
let db: ClickHouse;

beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'reused-'));
  server = await startClickHouse({ dataDir, port: 0 });
  db = clickhouse(server.url, 'leaveline');
  await prepareTables(db, tables, []);
}, 60_000);

afterAll(async () => {
  await db.close();
  await server.stop();
  await rm(dataDir, { recursive: true, force: true });
});

const id = '00000000-0000-4000-8000-000000000001';
const insert = (mark: string, source: string) =>
  db.command(
    `INSERT INTO leaveline.events (event_id, mark, source, _version) VALUES ('${id}', '${mark}', '${source}', 1)`,
  );

test('each growth is told once, with its publisher, and the metric has the sum', async () => {
  const told: unknown[] = [];
  const look = looking({ db, log: { ...silentLog, warn: (fields: unknown) => told.push(fields) } as never });
  await insert('m1', '/a');
  await insert('m1', '/a');
  await insert('m2', '/b');
  await look();
  expect(told).toEqual([]);
  await insert('m3', '/a');
  await look();
  await look();
  expect(told).toEqual([{ id_reused: 1, source: '/a', eventId: id }]);
  await insert('m4', '/a');
  await look();
  expect(told).toEqual([expect.anything(), { id_reused: 2, source: '/a', eventId: id }]);
  expect(await registry.getSingleMetricAsString('leaveline_id_reused')).toContain('leaveline_id_reused{source="/a"} 2');
});
