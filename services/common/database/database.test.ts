import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { type Generated, sql } from 'kysely';
import { silentLog } from '#lib/log.ts';
import { databases, type TestDatabase, testDatabase } from '../testing/databases.ts';
import { afterCommit, openDatabase } from './database.ts';
import { isDuplicate } from './errors.ts';
import type { Migration } from './migration.ts';

interface Things {
  things: { seq: Generated<number>; id: string; name: string; at: number; flag: number; data: string; bytes: Buffer };
}

const migrations: readonly Migration[] = [
  {
    name: '0001_things',
    up: async (db, columns) =>
      db.schema
        .createTable('things')
        .ifNotExists()
        .addColumn('seq', columns.sequence, (column) => column.primaryKey().autoIncrement())
        .addColumn('id', columns.key, (column) => column.notNull().unique())
        .addColumn('name', columns.text)
        .addColumn('at', columns.instant)
        .addColumn('flag', columns.flag)
        .addColumn('data', columns.json)
        .addColumn('bytes', columns.bytes)
        .execute(),
  },
];

const thing = {
  id: 'a',
  name: 'Їжак 🦔',
  at: 1_800_000_000_123,
  flag: 1,
  data: '{"a":[1]}',
  bytes: Buffer.from([0, 255]),
};

describe.each(databases)('a %s database', (kind) => {
  let database: TestDatabase<Things>;
  beforeEach(async () => {
    database = await testDatabase<Things>(kind, migrations);
  });
  afterEach(() => database.drop());

  const names = async () =>
    (await database.db.selectFrom('things').select('name').orderBy('seq').execute()).map(({ name }) => name);

  test('gives back what was stored: letters, large numbers, bytes', async () => {
    await database.db.insertInto('things').values(thing).execute();
    expect(await database.db.selectFrom('things').selectAll().execute()).toEqual([{ seq: 1, ...thing }]);
  });

  test('stores booleans as 1 and 0', async () => {
    await database.db
      .insertInto('things')
      .values({ ...thing, flag: true as never })
      .execute();
    expect(
      await database.db
        .selectFrom('things')
        .select('flag')
        .where('flag', '=', true as never)
        .execute(),
    ).toEqual([{ flag: 1 }]);
  });

  test('compares text by its bytes', async () => {
    await database.db
      .insertInto('things')
      .values([thing, { ...thing, id: 'A' }, { ...thing, id: 'á' }])
      .execute();
    expect(await database.db.selectFrom('things').select('id').where('id', '=', 'a').execute()).toEqual([{ id: 'a' }]);
  });

  test('says when a key is there already', async () => {
    await database.db.insertInto('things').values(thing).execute();
    const error = await database.db
      .insertInto('things')
      .values(thing)
      .execute()
      .catch((error: unknown) => error);
    expect(isDuplicate(error)).toBe(true);
  });

  test('takes a transaction back when it throws, and does not run what waited for its commit', async () => {
    const told: string[] = [];
    const failing = database.transaction(async (trx) => {
      afterCommit(trx, () => told.push('committed'));
      await trx.insertInto('things').values(thing).execute();
      throw new Error('no');
    });
    await expect(failing).rejects.toThrow('no');
    expect([await names(), told]).toEqual([[], []]);
  });

  test('runs what waited for the commit after it, once', async () => {
    const told: unknown[] = [];
    let runs = 0;
    await database.transaction(async (trx) => {
      afterCommit(trx, () => void told.push(runs));
      await trx
        .insertInto('things')
        .values({ ...thing, id: String(++runs) })
        .execute();
      if (runs < 3) throw Object.assign(new Error('deadlock'), { code: 'ER_LOCK_DEADLOCK' });
    });
    expect([told, (await names()).length]).toEqual([[3], 1]);
  });

  test('does not try again what failed for good', async () => {
    let runs = 0;
    const failing = database.transaction(async () => {
      runs++;
      throw new Error('no');
    });
    await expect(failing).rejects.toThrow('no');
    expect(runs).toBe(1);
  });

  test('lets two connections count in turn, losing nothing', async () => {
    const other = await openDatabase<Things>('test', database.env, silentLog);
    await database.db
      .insertInto('things')
      .values({ ...thing, at: 0 })
      .execute();
    const add = (place: typeof other) =>
      place.transaction(async (trx) => {
        const query = trx.selectFrom('things').select('at').where('id', '=', 'a');
        const { at } = await (kind === 'mysql' ? query.forUpdate() : query).executeTakeFirstOrThrow();
        await trx
          .updateTable('things')
          .set({ at: at + 1 })
          .where('id', '=', 'a')
          .execute();
      });
    await Promise.all(Array.from({ length: 20 }, (_, index) => add(index % 2 ? database : other)));
    expect(await database.db.selectFrom('things').select('at').executeTakeFirst()).toEqual({ at: 20 });
    await other.close();
  });

  test('answers while it is there', async () => {
    expect(await database.answers()).toBe(true);
    const other = await openDatabase('test', database.env, silentLog);
    await other.close();
    expect(await other.answers()).toBe(false);
  });

  test('keeps what is written twice under the same text apart from SQL', async () => {
    const nasty = `'); drop table things; -- \\' " \` ;`;
    await database.db
      .insertInto('things')
      .values({ ...thing, name: nasty })
      .execute();
    expect(
      (await sql<{ n: number }>`select count(*) as n from things where name = ${nasty}`.execute(database.db)).rows,
    ).toEqual([{ n: 1 }]);
  });
});

describe('the settings of a database', () => {
  test.each(['mysql://root@localhost:3306/a-b', 'postgres://localhost/x', 'nonsense'])(
    '%s cannot be used',
    async (url) => {
      await expect(openDatabase('test', { DATABASE_URL: url, LEAVELINE_DATA: '/nowhere' }, silentLog)).rejects.toThrow(
        'DATABASE_URL',
      );
    },
  );

  test('a wrong password is said so, without the password', async () => {
    const opening = openDatabase(
      'test',
      { DATABASE_URL: 'mysql://nobody:wrongpw@127.0.0.1:3306/x', LEAVELINE_DATA: '/nowhere' },
      silentLog,
    );
    const error = await opening.catch((error: Error) => error);
    expect(String(error)).toMatch(/DATABASE_URL: the server refuses/);
    expect(String(error)).not.toContain('wrongpw');
  });
});
