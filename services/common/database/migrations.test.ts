import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';
import BetterSqlite from 'better-sqlite3';
import { type Kysely, sql } from 'kysely';
import { accountMigrations } from '../testing/accounts.ts';
import { child, ended } from '../testing/child.ts';
import { databases, type TestDatabase, testDatabase } from '../testing/databases.ts';
import type { Migration } from './migration.ts';
import { migrate } from './migrations.ts';

jest.setTimeout(60_000);

describe.each(databases)('migrations on %s', (kind) => {
  let database: TestDatabase<object>;
  beforeEach(async () => {
    database = await testDatabase<object>(kind);
  });
  afterEach(() => database.drop());

  const done = async () =>
    (await sql<{ name: string }>`select name from migrations order by name`.execute(database.db)).rows.map(
      ({ name }) => name,
    );
  const step = (name: string, up: (db: Kysely<unknown>) => Promise<void>): Migration => ({ name, up });

  test('run each once, in order', async () => {
    const ran: string[] = [];
    const steps = ['0001_a', '0002_b'].map((name) => step(name, async () => void ran.push(name)));
    await migrate(database, steps.slice(0, 1));
    await migrate(database, steps);
    await migrate(database, steps);
    expect(ran).toEqual(['0001_a', '0002_b']);
  });

  test('go on where one failed', async () => {
    let fails = true;
    const steps = [
      step('0001_a', (db) => db.schema.createTable('a').ifNotExists().addColumn('id', 'integer').execute()),
      step('0002_b', async (db) => {
        await db.schema.createTable('b').ifNotExists().addColumn('id', 'integer').execute();
        if (fails) throw new Error('half way');
      }),
    ];
    await expect(migrate(database, steps)).rejects.toThrow('half way');
    expect(await done()).not.toContain('0002_b');
    fails = false;
    await migrate(database, steps);
    expect(await done()).toEqual(expect.arrayContaining(['0001_a', '0002_b']));
  });

  test('refuse a database that is newer than the program, and two steps of one name', async () => {
    await migrate(database, [step('0009_future', async () => undefined)]);
    await expect(migrate(database, [])).rejects.toThrow('0009_future');
    const twice = step('0001_a', async () => undefined);
    await expect(migrate(database, [twice, twice])).rejects.toThrow('one name');
  });

  if (kind === 'sqlite')
    test('wait while another process writes', async () => {
      await migrate(database, []);
      const other = new BetterSqlite(database.place);
      other.exec('begin immediate');
      const migrating = migrate(database, []).catch((error: Error) => error.message);
      // The first attempt holds up this process until it has failed, so the other lets go after it.
      setTimeout(() => other.exec('rollback'), 1);
      expect(await migrating).toBeUndefined();
      other.close();
    });

  test('of three processes at once are each done once', async () => {
    const processes = [0, 1, 2].map(() => child('./migrating.ts', { env: database.env }));
    expect(await Promise.all(processes.map(ended))).toEqual([0, 0, 0]);
    expect(await done()).toEqual(expect.arrayContaining([...accountMigrations.map(({ name }) => name), '0002_once']));
  });
});
