import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { createTableSql, migration } from '#tables/ddl.ts';
import { createPositionsSql, positionsTable } from '#tables/positions.ts';
import { type Table, tables } from '#tables/tables.ts';
import { viewsOf } from '#tables/views.ts';
import type { ClickHouse } from './clickhouse.ts';
import { prepareTables } from './prepare.ts';
import { type OwnClickHouse, ownClickHouse } from './testing/ownClickHouse.ts';

// The table `events` as an earlier version made it, keyed by the id alone.
const events = tables.find(({ name }) => name === 'events') as Table;
const former: Table = {
  ...events,
  orderBy: ['event_id'],
  columns: events.columns.filter(({ name }) => name !== 'mark'),
};

let server: OwnClickHouse;
let db: ClickHouse;

beforeAll(async () => {
  server = await ownClickHouse();
  db = server.db;
}, 60_000);

afterAll(() => server.stop());

const id = (n: number): string => `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`;

const insert = (table: string, ...rows: readonly (readonly [n: number, type: string, version: number])[]) =>
  db.command(
    `INSERT INTO leaveline.${table} (event_id, type, source, _version) VALUES ${rows
      .map(([n, type, version]) => `('${id(n)}', '${type}', '/test', ${version})`)
      .join(', ')}`,
  );

const uuidOf = async (table: string): Promise<string> =>
  (
    await db.query<{ uuid: string }>(
      `SELECT toString(uuid) AS uuid FROM system.tables WHERE database = 'leaveline' AND name = '${table}'`,
    )
  )[0]?.uuid ?? '';

beforeEach(async () => {
  await db.command('CREATE DATABASE leaveline');
  await db.command(createTableSql('leaveline', former));
  await db.command(createPositionsSql('leaveline'));
  await insert('events', [1, 'first', 1], [1, 'second', 2], [2, 'other', 3]);
  const uuid = await uuidOf('events');
  await db.command(
    `INSERT INTO leaveline.${positionsTable} VALUES ('events', '${uuid}', 'hr.users', 0, 'cluster', 1, 4, 1000)`,
  );
});

afterEach(() => db.command('DROP DATABASE leaveline SYNC'));

const rows = () =>
  db.query(
    'SELECT toString(event_id) AS id, mark, type, toInt32(_version) AS version FROM leaveline.events FINAL ORDER BY id',
  );

const expected = [
  { id: id(1), mark: '', type: 'second', version: 2 },
  { id: id(2), mark: '', type: 'other', version: 3 },
];

async function upgraded() {
  expect(await rows()).toEqual(expected);
  const positions = await db.query(
    `SELECT table_uuid, toInt32(next_offset) AS next FROM leaveline.${positionsTable} FINAL`,
  );
  expect(positions).toEqual([{ table_uuid: await uuidOf('events'), next: 4 }]);
  expect((await db.tables()).map(({ name }) => name).filter((name) => name.startsWith('events'))).toEqual(['events']);
  expect(migration('leaveline', tables, await db.tables(), 'm')).toEqual([]);
}

const prepare = () => prepareTables(db, tables, viewsOf('Europe/Kyiv'));

test('the events of an earlier version are copied to the new key, and the topics are not read again', async () => {
  await prepare();
  await upgraded();
});

test('a crash after any statement is made good at the next start', async () => {
  const statements = migration('leaveline', [events], await db.tables(), 'm');
  for (let done = 1; done < statements.length; done++) {
    for (const sql of statements.slice(0, done)) await db.command(sql);
    await prepare();
    await upgraded();
    await db.command('DROP TABLE leaveline.events SYNC');
    await db.command(createTableSql('leaveline', former));
    await insert('events', [1, 'first', 1], [1, 'second', 2], [2, 'other', 3]);
    const noted = `('events', '${await uuidOf('events')}', 'hr.users', 0, 'cluster', 1, 4, ${2_000 * (done + 1)})`;
    await db.command(`INSERT INTO leaveline.${positionsTable} VALUES ${noted}`);
  }
  expect(statements.length).toBeGreaterThan(5);
});

test('what an earlier version writes during the copying is not lost', async () => {
  const statements = migration('leaveline', [events], await db.tables(), 'm');
  const renamed = statements.findIndex((sql) => sql.startsWith('RENAME'));
  for (const sql of statements.slice(0, renamed)) await db.command(sql);
  await insert('events', [3, 'meanwhile', 4]);
  for (const sql of statements.slice(renamed)) await db.command(sql);
  expect(await rows()).toEqual([...expected, { id: id(3), mark: '', type: 'meanwhile', version: 4 }]);
});

test('of two processes at the same work each may do any part of it, and nothing is lost', async () => {
  const plan = migration('leaveline', [events], await db.tables(), 'm');
  for (let ahead = 1; ahead <= plan.length; ahead++) {
    const other = migration('leaveline', [events], await db.tables(), 'm');
    for (const sql of plan.slice(0, ahead)) await db.command(sql);
    for (const sql of other)
      if (
        await db.command(sql).then(
          () => false,
          () => true,
        )
      )
        break;
    for (const sql of plan.slice(ahead))
      if (
        await db.command(sql).then(
          () => false,
          () => true,
        )
      )
        break;
    await prepare();
    expect(await rows()).toEqual(expected);
    expect(migration('leaveline', tables, await db.tables(), 'm')).toEqual([]);
    await db.command('DROP TABLE leaveline.events SYNC');
    await db.command(createTableSql('leaveline', former));
    await insert('events', [1, 'first', 1], [1, 'second', 2], [2, 'other', 3]);
  }
});

test('a table that somebody drops between its two names is filled from the old one', async () => {
  const plan = migration('leaveline', [events], await db.tables(), 'm');
  const named = plan.findIndex((sql) => sql.startsWith('RENAME'));
  for (const sql of plan.slice(0, named + 1)) await db.command(sql);
  await db.command('DROP TABLE leaveline.events_by_new_key SYNC');
  await prepare();
  expect(await rows()).toEqual(expected);
});
