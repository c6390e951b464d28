import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { sql } from 'kysely';
import { silentLog } from '#lib/log.ts';
import { eventually } from '#lib/testing/eventually.ts';
import { aborted } from '#lib/timing.ts';
import { databases, type TestDatabase, testDatabase } from '../testing/databases.ts';
import { type Database, openDatabase } from './database.ts';
import { whileAlone } from './lock.ts';

jest.setTimeout(30_000);

describe.each(databases)('a lock on %s', (kind) => {
  let database: TestDatabase<object>;
  let other: Database<object>;
  let stopping: AbortController;
  beforeEach(async () => {
    database = await testDatabase<object>(kind);
    other = await openDatabase<object>('test', database.env, silentLog);
    stopping = new AbortController();
  });
  afterEach(async () => {
    stopping.abort();
    await other.close();
    await database.drop();
  });

  test('is held by one; the other comes when that one has ended', async () => {
    const said: string[] = [];
    const first = new AbortController();
    const one = whileAlone(database, 'x', first.signal, async (signal) => {
      said.push('first in');
      await aborted(signal);
      said.push('first out');
    });
    await eventually(() => said.length === 1);
    const two = whileAlone(other, 'x', stopping.signal, async () => void said.push('second in'));
    const third = whileAlone(other, 'y', stopping.signal, async () => void said.push('another lock'));
    await third;
    first.abort();
    await Promise.all([one, two]);
    expect(said).toEqual(['first in', 'another lock', 'first out', 'second in']);
  });

  test('gives up waiting when it is stopped', async () => {
    const holding = new AbortController();
    let held = false;
    const one = whileAlone(database, 'x', holding.signal, (signal) => {
      held = true;
      return aborted(signal);
    });
    await eventually(() => held);
    const two = whileAlone(other, 'x', stopping.signal, () => Promise.reject(new Error('never')));
    stopping.abort();
    await two;
    holding.abort();
    await one;
  });

  test('tells of what failed while it was held', async () => {
    await expect(whileAlone(database, 'x', stopping.signal, () => Promise.reject(new Error('no')))).rejects.toThrow(
      'no',
    );
    await whileAlone(other, 'x', stopping.signal, async () => undefined);
  });

  if (kind === 'mysql')
    test('ends the work when its connection is cut, and begins it anew', async () => {
      let begun = 0;
      const work = whileAlone(database, 'x', stopping.signal, async (signal) => {
        begun++;
        await aborted(signal);
      });
      await eventually(() => begun === 1);
      const { rows } = await sql<{ id: number }>`select is_used_lock(${`${database.place}.x`}) as id`.execute(other.db);
      await sql`kill ${sql.raw(String(rows[0]?.id))}`.execute(other.db);
      await eventually(() => begun === 2);
      stopping.abort();
      await work;
    });
});
