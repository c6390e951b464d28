import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { manualClock } from '#lib/clock.ts';
import updated from '#schemas/events/user.updated.ts';
import rejected from '#schemas/events/vacation.request.rejected.ts';
import { readMessage } from '#schemas/reader/read.ts';
import { message } from '#schemas/reader/testing/message.ts';
import { redacted } from '#schemas/redaction.ts';
import { databases, type TestDatabase, testDatabase } from '../testing/databases.ts';
import { eraseOutbox } from './erasure.ts';
import { draft } from './events.ts';
import { append } from './outbox.ts';

const origin = { source: '/test', clock: manualClock(1_000) };
function update(employeeId: string, firstName: string) {
  const data = { employeeId, firstName, lastName: null, email: null, managerId: '1', region: null, locale: null };
  return draft(updated, { type: 'user', id: employeeId }, data);
}
const reject = (employeeId: string, reason: string) =>
  draft(rejected, { type: 'request', id: 'r' }, { employeeId, requestId: 'r', decidedBy: '7', reason });

test('an event without personal values stays the very same, another one is marked', () => {
  const event = { type: 'user.updated', eventId: 'e', occurredAt: 1, redacted: false, employeeId: '7', email: null };
  expect(redacted(event)).toBe(event);
  expect(redacted({ ...event, email: 'a@b.example' })).toEqual({ ...event, redacted: true });
});

describe.each(databases)('an erasure in the outbox on %s', (kind) => {
  let database: TestDatabase<object>;
  beforeEach(async () => {
    database = await testDatabase(kind);
  });
  afterEach(() => database.drop());

  test('blanks what is personal in events about the person, and nothing of anybody else', async () => {
    await database.transaction((trx) =>
      append(trx, origin, [
        update('7', 'Zoriana'),
        reject('7', 'Wedding'),
        update('77', 'Petro'),
        reject('8', 'Audit'),
        update('%', 'Any'),
      ]),
    );
    await database.transaction((trx) => eraseOutbox(trx, '7'));
    const rows = await database.db.selectFrom('outbox').select('payload').orderBy('seq').execute();
    const told = rows.map(({ payload }) => JSON.parse(payload).data);
    expect(told.map(({ firstName, reason }) => firstName ?? reason ?? null)).toEqual([
      null,
      null,
      'Petro',
      'Audit',
      'Any',
    ]);
    expect(told[0]).toMatchObject({ employeeId: '7', managerId: '1' });
    await database.transaction((trx) => eraseOutbox(trx, '%'));
    expect(JSON.stringify(await database.db.selectFrom('outbox').select('payload').execute())).toContain('Petro');
  });

  test('leaves an event that is still to go out the mark that it had, however often it is blanked', async () => {
    const [event] = await database.transaction((trx) => append(trx, origin, [update('7', 'Zoriana')]));
    const asRead = async () => {
      const { payload, headers } = await database.db.selectFrom('outbox').selectAll().executeTakeFirstOrThrow();
      const read = readMessage(message(payload, { properties: { headers: JSON.parse(headers) } }));
      return read.kind === 'ok' ? read.value.event : read;
    };
    expect(await asRead()).toMatchObject({ firstName: 'Zoriana', mark: event?.mark, source: '/test' });
    for (let times = 0; times < 2; times++) {
      await database.transaction((trx) => eraseOutbox(trx, '7'));
      expect(await asRead()).toMatchObject({ firstName: null, mark: event?.mark });
    }
    const rows = JSON.stringify(await database.db.selectFrom('outbox').selectAll().execute());
    expect(rows).not.toContain('Zoriana');
  });
});
