import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { sql } from 'kysely';
import { manualClock } from '#lib/clock.ts';
import { silentLog } from '#lib/log.ts';
import { openDatabase } from '../common/database/database.ts';
import { databases, type TestDatabase, testDatabase } from '../common/testing/databases.ts';
import { checkpoint } from './checkpoints.ts';
import { type Content, hashed, noHash } from './entry.ts';
import { migrations } from './migrations.ts';
import { keyFile, signingKey } from './signing.ts';
import { record } from './store.ts';
import type { AuditTables } from './tables.ts';
import { erasure, login, registered, submitted } from './testing/events.ts';
import { type Verified, verifyAudit } from './verification.ts';

const hour = 3_600_000;
const start = Date.UTC(2026, 6, 1, 9);

describe.each(databases)('an audit on %s', (kind) => {
  let database: TestDatabase<AuditTables>;
  let file: string;
  const clock = manualClock(start);
  beforeEach(async () => {
    database = await testDatabase<AuditTables>(kind, migrations);
    file = join(await mkdtemp(join(tmpdir(), 'audit-')), 'checkpoints.jsonl');
    clock.set(start);
  });
  afterEach(async () => {
    await rm(join(file, '..'), { recursive: true });
    await database.drop();
  });

  const key = () => signingKey(keyFile(database.env.LEAVELINE_DATA));
  const add = (event: Parameters<typeof record>[3]) => database.transaction((trx) => record(trx, kind, clock, event));
  const sign = () => checkpoint({ database, key: key(), file, clock, log: silentLog });
  const verify = (): Promise<Verified> => verifyAudit({ database, key: key(), file });
  const wrong = async () => (await verify()).findings.map(({ where, what }) => `${where}: ${what.split(':')[0]}`);

  /** Eight entries of two chains, six of them signed for. */
  async function fill(): Promise<void> {
    for (const day of [1, 2, 3]) await add(submitted('7', `r${day}`));
    for (const _ of [1, 2, 3]) await add(login('7'));
    await sign();
    clock.set(start + hour);
    await add(submitted('8', 'r4'));
    await add(login('8'));
  }

  /** As somebody who may do everything to the database. */
  async function tamper(work: () => Promise<unknown>): Promise<void> {
    for (const change of ['update', 'delete'])
      await sql.raw(`drop trigger audit_entries_no_${change}`).execute(database.db);
    await work();
  }

  const change = (stream: string, seq: number, values: object) =>
    database.db.updateTable('audit_entries').set(values).where('stream', '=', stream).where('seq', '=', seq).execute();
  const remove = (stream: string, seq: number) =>
    database.db.deleteFrom('audit_entries').where('stream', '=', stream).where('seq', '>=', seq).execute();
  const contentOf = async (stream: string, seq: number) =>
    database.db
      .selectFrom('audit_entries')
      .select('content')
      .where('stream', '=', stream)
      .where('seq', '=', seq)
      .executeTakeFirstOrThrow();

  test('that nobody touched is intact', async () => {
    await fill();
    expect(await verify()).toEqual({ findings: [], entries: 8, checkpoints: 1, unsigned: 2 });
  });

  test('takes an event once, however often it comes', async () => {
    const event = login('7');
    await Promise.all([add(event), add(event), add(event)]);
    expect(await verify()).toMatchObject({ findings: [], entries: 1 });
  });

  test('keeps one unbroken chain when many write at once', async () => {
    await Promise.all(Array.from({ length: 20 }, () => add(login('7'))));
    expect(await verify()).toMatchObject({ findings: [], entries: 20 });
  });

  test('is intact while it is written: looked at as of one moment', async () => {
    const writer = await openDatabase<AuditTables>('test', database.env, silentLog);
    const writing = { on: true, written: 0 };
    const write = async () => {
      for (; writing.on; writing.written++) {
        await writer.transaction((trx) => record(trx, kind, clock, login('7')));
        await setImmediate();
      }
    };
    const written = write();
    try {
      for (let seen = 0; seen < 20; ) {
        const { findings, entries } = await verify();
        expect(findings).toEqual([]);
        if (entries > 0) seen++;
      }
    } finally {
      writing.on = false;
      await written;
      await writer.close();
    }
    expect(await verify()).toMatchObject({ findings: [], entries: writing.written });
  });

  test('refuses to change or remove an entry', async () => {
    await fill();
    await expect(change('logins', 1, { type: 'x' })).rejects.toThrow('append-only');
    await expect(remove('logins', 1)).rejects.toThrow('append-only');
  });

  test('finds each changed byte, removed row, swap and cut tail, wherever it is', async () => {
    await fill();
    await tamper(async () => undefined);
    const before = await database.db.selectFrom('audit_entries').selectAll().execute();
    const back = async () => {
      await database.db.deleteFrom('audit_entries').execute();
      await database.db.insertInto('audit_entries').values(before).execute();
    };
    const tampering = fc.record({
      how: fc.constantFrom('change', 'remove', 'swap', 'cut'),
      stream: fc.constantFrom('vacations', 'logins'),
      seq: fc.integer({ min: 1, max: 4 }),
      other: fc.integer({ min: 1, max: 3 }),
      at: fc.nat(),
      bit: fc.integer({ min: 0, max: 5 }),
    });
    await fc.assert(
      fc.asyncProperty(tampering, async ({ how, stream, seq, other, at, bit }) => {
        if (how === 'change')
          await change(stream, seq, { content: flipped((await contentOf(stream, seq)).content, at, bit) });
        if (how === 'remove')
          await database.db.deleteFrom('audit_entries').where('stream', '=', stream).where('seq', '=', seq).execute();
        if (how === 'cut') await remove(stream, seq);
        if (how === 'swap') await swap(stream, seq, ((seq + other - 1) % 4) + 1);
        const { findings } = await verify();
        await back();
        expect(findings.some(({ where }) => where.startsWith(stream))).toBe(true);
      }),
      { numRuns: kind === 'sqlite' ? 100 : 25 },
    );
    expect(await verify()).toMatchObject({ findings: [] });
  }, 60_000);

  async function swap(stream: string, a: number, b: number): Promise<void> {
    await change(stream, a, { seq: 99 });
    await change(stream, b, { seq: a });
    await change(stream, 99, { seq: b });
  }

  test('says where and what', async () => {
    await fill();
    await tamper(() => swap('vacations', 1, 2));
    await remove('logins', 2);
    const found = await wrong();
    expect(found).toContain('vacations 1: swapped');
    expect(found).toContain('vacations 2: swapped');
    expect(found).toContain('logins 2 to 4: cut off');
  });

  test('finds a tail that was cut together with the noted end, by the signed checkpoint', async () => {
    await fill();
    await tamper(() => remove('logins', 3));
    const { hash } = await database.db
      .selectFrom('audit_entries')
      .select('hash')
      .where('stream', '=', 'logins')
      .orderBy('seq', 'desc')
      .executeTakeFirstOrThrow();
    await database.db
      .updateTable('audit_streams')
      .set({ last_seq: 2, last_hash: hash })
      .where('stream', '=', 'logins')
      .execute();
    expect(await wrong()).toEqual(['logins 3: cut off']);
  });

  test('finds a chain that was written anew from end to end, by the signed checkpoint', async () => {
    await fill();
    await tamper(async () => {
      let prev = noHash;
      for (const seq of [1, 2, 3, 4]) {
        const content = JSON.parse((await contentOf('logins', seq)).content) as Content;
        const { text, hash } = hashed({ ...content, prev, source: '/elsewhere' });
        await change('logins', seq, { content: text, hash });
        prev = hash;
      }
      await database.db.updateTable('audit_streams').set({ last_hash: prev }).where('stream', '=', 'logins').execute();
    });
    expect((await verify()).findings).toMatchObject([
      { where: 'logins 1 to 3', what: expect.stringContaining('checkpoint 1') },
    ]);
  });

  test('finds columns that no longer say what the content says', async () => {
    await fill();
    await tamper(() => change('logins', 2, { employee_id: '9' }));
    await database.db.deleteFrom('audit_people').where('stream', '=', 'vacations').where('seq', '=', 3).execute();
    expect((await verify()).findings.map(({ where, what }) => [where, what])).toEqual([
      ['logins 2', 'changed: the column employee_id says otherwise'],
      ['vacations 3', 'changed: the column person says otherwise'],
    ]);
  });

  describe('with personal values', () => {
    beforeEach(async () => {
      await add(registered('7', 'Їжак'));
      await fill();
    });
    const parts = (employeeId: string) =>
      database.db.selectFrom('audit_personal').selectAll().where('employee_id', '=', employeeId).execute();

    test('keeps none of them in the chain', async () => {
      const contents = await database.db.selectFrom('audit_entries').select('content').execute();
      expect(JSON.stringify(contents)).not.toMatch(/Їжак|10\.0\.0\.1|To the sea/);
      expect((await parts('7')).length).toBe(7);
    });

    test('finds a changed one', async () => {
      await database.db
        .updateTable('audit_personal')
        .set({ parts: sql`replace(parts, 'Їжак', 'Їжок')` })
        .where('stream', '=', 'users')
        .execute();
      expect((await verify()).findings).toMatchObject([
        { where: 'users 1', what: expect.stringContaining('firstName') },
      ]);
    });

    test('finds one that is gone without an erasure', async () => {
      await database.db.deleteFrom('audit_personal').where('stream', '=', 'users').execute();
      expect(await wrong()).toEqual(['users 1: removed']);
    });

    test('finds one that is gone under the pretence of an erasure that nobody asked for', async () => {
      await database.db.deleteFrom('audit_personal').where('stream', '=', 'users').execute();
      await database.db.insertInto('audit_erased').values({ employee_id: '7', erased_at: start }).execute();
      expect(await wrong()).toEqual(['users 1: removed']);
    });

    test('stays intact when a person is erased, before and after the next checkpoint, and keeps nothing that comes late', async () => {
      await add(erasure('7'));
      expect([await parts('7'), (await parts('8')).length]).toEqual([[], 2]);
      await add(login('7'));
      expect(await parts('7')).toEqual([]);
      expect(await wrong()).toEqual([]);
      await sign();
      expect(await verify()).toMatchObject({ findings: [], unsigned: 0, checkpoints: 2 });
    });
  });

  describe('with checkpoints', () => {
    beforeEach(async () => {
      await fill();
      await sign();
      clock.set(start + 2 * hour);
      await sign();
    });

    test('has one an hour, empty hours too, exported line by line', async () => {
      expect([await sign(), (await verify()).checkpoints]).toEqual([false, 3]);
      expect((await readFile(file, 'utf8')).trim().split('\n')).toHaveLength(3);
    });

    test('finds a removed one', async () => {
      await database.db.deleteFrom('audit_checkpoints').where('number', '=', 2).execute();
      expect(await wrong()).toEqual(['checkpoint 2: removed or changed']);
      await writeFile(file, '');
      expect(await wrong()).toEqual(['checkpoint 2: removed']);
    });

    test('finds a changed one, in the database or in the file', async () => {
      const text = await readFile(file, 'utf8');
      await writeFile(file, text.replace('\\"size\\":3', '\\"size\\":2'));
      expect(await wrong()).toContain('checkpoint 1: changed');
      await writeFile(file, text);
      await database.db
        .updateTable('audit_checkpoints')
        .set({ body: sql`replace(body, '"size":4', '"size":3')` })
        .execute();
      expect(await wrong()).toContain('checkpoint 2: changed');
    });

    test('finds one signed by another key', async () => {
      const other = signingKey(join(database.env.LEAVELINE_DATA, 'other.pem'));
      const { findings } = await verifyAudit({ database, key: other, file });
      expect(findings.filter(({ what }) => what.includes('signature')).length).toBe(6);
    });

    test('exports again what a crash kept out of the file', async () => {
      const text = await readFile(file, 'utf8');
      await writeFile(file, text.slice(0, -30));
      await sign();
      expect(await verify()).toMatchObject({ findings: [], checkpoints: 3 });
      expect(await readFile(file, 'utf8')).toContain(text.trim().split('\n').at(-1));
    });
  });
});

/** The text with one bit of one letter turned. */
function flipped(text: string, at: number, bit: number): string {
  const place = at % text.length;
  return `${text.slice(0, place)}${String.fromCharCode(text.charCodeAt(place) ^ (1 << bit))}${text.slice(place + 1)}`;
}
