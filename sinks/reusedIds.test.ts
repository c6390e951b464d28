import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { silentLog } from '#lib/log.ts';
import { registry } from '#lib/metrics.ts';
import { tables } from '#tables/tables.ts';
import type { ClickHouse } from './clickhouse.ts';
import { prepareTables } from './prepare.ts';
import { looking } from './reusedIds.ts';
import { type OwnClickHouse, ownClickHouse } from './testing/ownClickHouse.ts';

let server: OwnClickHouse;
let db: ClickHouse;

beforeAll(async () => {
  server = await ownClickHouse();
  db = server.db;
  await prepareTables(db, tables, []);
}, 60_000);

afterAll(() => server.stop());

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
