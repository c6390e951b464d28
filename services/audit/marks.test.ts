import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { manualClock } from '#lib/clock.ts';
import { migrate } from '../common/database/migrations.ts';
import type { Received } from '../common/messaging/events.ts';
import { databases, type TestDatabase, takeBack, testDatabase } from '../common/testing/databases.ts';
import { type Content, entryOf, hashed, noHash, type Parts, peopleOf } from './entry.ts';
import { migrations } from './migrations.ts';
import { keyFile, signingKey } from './signing.ts';
import { record } from './store.ts';
import type { AuditTables } from './tables.ts';
import { erasure, registered, submitted } from './testing/events.ts';
import { verifyAudit } from './verification.ts';

describe.each(databases)('events with one id in the audit on %s', (kind) => {
  let database: TestDatabase<AuditTables>;
  let folder: string;
  const clock = manualClock(Date.UTC(2026, 6, 1, 9));
  beforeEach(async () => {
    [database, folder] = await Promise.all([
      testDatabase<AuditTables>(kind, migrations),
      mkdtemp(join(tmpdir(), 'audit-')),
    ]);
  });
  afterEach(async () => {
    await rm(folder, { recursive: true });
    await database.drop();
  });

  const add = (event: Received) => database.transaction((trx) => record(trx, kind, clock, event));
  const entries = async () =>
    (await database.db.selectFrom('audit_entries').select('content').orderBy('stream').orderBy('seq').execute()).map(
      ({ content }) => JSON.parse(content) as Content,
    );
  const verified = () =>
    verifyAudit({ database, key: signingKey(keyFile(folder)), file: join(folder, 'checkpoints.jsonl') });

  test('are all there, each once', async () => {
    const first = registered('7', 'Olha');
    const another = { ...registered('7', 'Petro'), id: first.id };
    const elsewhere = { ...first, source: '/elsewhere', mark: 'c' };
    for (const event of [first, another, elsewhere, another, first]) await add(event);
    expect((await entries()).map(({ mark }) => mark)).toEqual([first.mark, another.mark, 'c']);
    expect(await verified()).toMatchObject({ findings: [], entries: 3 });
  });

  describe('of which an earlier version wrote down the ids alone', () => {
    const old = registered('7', 'Olha');
    const request = submitted('8', 'r1');

    /** As the earlier version wrote an entry: the second form of its content has the mark. */
    async function write(received: Received): Promise<void> {
      const { content: now, parts } = entryOf(received, { seq: 1, prev: noHash, recordedAt: clock.now() });
      const { mark: _, ...rest } = now;
      const content: Content = { ...rest, v: 1 };
      const { text, hash } = hashed(content);
      const { stream, seq, type, eventId, employeeId, occurredAt, recordedAt } = content;
      const place = { stream, seq };
      const row = { ...place, type, hash, content: text, event_id: eventId, employee_id: employeeId };
      const { db } = database;
      const entry = { ...row, occurred_at: occurredAt, recorded_at: recordedAt };
      await db
        .insertInto('audit_entries')
        .values(entry as never)
        .execute();
      await db.insertInto('audit_streams').values({ stream, last_seq: 1, last_hash: hash }).execute();
      for (const person of peopleOf(content))
        await db
          .insertInto('audit_people')
          .values({ ...place, person, occurred_at: occurredAt })
          .execute();
      await keep(place, employeeId, parts);
      const note = { consumer: 'leaveline.audit', event_id: eventId, mark: '', source: null };
      await db
        .insertInto('inbox')
        .values({ ...note, handled_at: clock.now() })
        .execute();
    }

    const keep = (place: { stream: string; seq: number }, employee_id: string | null, parts: Parts) =>
      database.db
        .insertInto('audit_personal')
        .values({ ...place, employee_id, parts: JSON.stringify(parts) })
        .execute();

    beforeEach(async () => {
      await takeBack(database, migrations, 'audit_0002_marks');
      await write(old);
      await write(request);
      await migrate(database, migrations);
    });

    test('the chain is as it was, still nothing can be changed, and the inbox asks the chain', async () => {
      expect(await verified()).toMatchObject({ findings: [], entries: 2 });
      const change = database.db.updateTable('audit_entries').set({ type: 'x' });
      await expect(change.execute()).rejects.toThrow('append-only');
      await expect(database.db.deleteFrom('audit_entries').execute()).rejects.toThrow('append-only');
      expect(await database.db.selectFrom('inbox').selectAll().execute()).toEqual([]);
    });

    test('a copy is one that says the same, however its publisher spelled it', async () => {
      for (const event of [old, { ...old, mark: 'another' }, request]) await add(event);
      expect(await entries()).toHaveLength(2);
    });

    test.each<[string, Partial<Received>]>([
      ['another source', { source: '/elsewhere' }],
      ['another time', { time: old.time + 1 }],
      ['another value', { data: { ...old.data, managerId: '2' } }],
      ['another personal value', { data: { ...old.data, firstName: 'Petro' } }],
    ])('%s makes it an event of its own', async (_, other) => {
      await add({ ...old, ...other });
      expect(await entries()).toHaveLength(3);
      expect(await verified()).toMatchObject({ findings: [], entries: 3 });
    });

    test('what was erased of one of the two does not count', async () => {
      await add({ ...old, data: { employeeId: '7', managerId: '1', firstName: null, email: null } });
      await add(erasure('7'));
      await add(old);
      expect((await entries()).map(({ type }) => type)).not.toContain('x');
      expect(await entries()).toHaveLength(3);
    });
  });
});
