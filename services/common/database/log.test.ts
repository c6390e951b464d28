import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { pino } from 'pino';
import { told } from '#lib/log.ts';
import { type Accounts, accountMigrations } from '../testing/accounts.ts';
import { databases, type TestDatabase, testDatabase } from '../testing/databases.ts';
import { isDuplicate } from './errors.ts';

/** The line that an error makes in a log. */
function lineOf(error: unknown): string {
  const lines: string[] = [];
  const log = pino({ serializers: { err: told } }, { write: (line: string) => void lines.push(line) });
  log.error({ err: error }, 'a request failed');
  return lines.join('');
}

describe.each(databases)('an error of a database on %s', (kind) => {
  let database: TestDatabase<Accounts>;
  beforeAll(async () => {
    database = await testDatabase<Accounts>(kind, accountMigrations);
  });
  afterAll(() => database.drop());

  test('is in the log with its code and place, and without any value', async () => {
    const id = 'olena.secret@company.example';
    const insert = () => database.db.insertInto('accounts').values({ id, changes: 424_242 }).execute();
    await insert();
    const error = await insert().catch((error: unknown) => error);
    expect(isDuplicate(error)).toBe(true);
    for (const line of [lineOf(error), lineOf(new Error('it failed', { cause: error }))]) {
      expect(line).not.toMatch(/olena|424242|insert into/i);
      expect(line).toMatch(/"code":"(ER_DUP_ENTRY|SQLITE_CONSTRAINT_PRIMARYKEY)"/);
      expect(line).toContain('log.test.ts');
    }
  });
});

test('what else hangs on an error is not in the log', () => {
  const error = Object.assign(new Error('refused'), { code: 'EAUTH', config: { password: 'three green boats' } });
  expect(JSON.parse(lineOf(error)).err).toMatchObject({ type: 'Error', code: 'EAUTH', message: 'refused' });
  expect(lineOf(error)).not.toContain('boats');
});
