import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { memoryIds } from '#lib/avro/registry.ts';
import { Serde } from '#lib/avro/serde.ts';
import { eventType, eventTypes } from '#schemas/catalogue.ts';
import type { AnyEvent } from '#schemas/event.ts';
import { joinKey } from '#schemas/keys.ts';
import { tables } from '#tables/tables.ts';
import { fromBefore, happened, redacted } from '#test/pipeline/events.ts';
import { planner, type ReadRecord, rowsOf } from './block.ts';
import type { ClickHouse } from './clickhouse.ts';
import { EarlierEvents } from './earlierEvents.ts';
import { prepareTables } from './prepare.ts';
import { type OwnClickHouse, ownClickHouse } from './testing/ownClickHouse.ts';

let server: OwnClickHouse;
let db: ClickHouse;
let earlier: EarlierEvents;
let offset = 0n;
const serde = new Serde(memoryIds());
const plan = planner(tables, (value) => serde.decode(value));

beforeAll(async () => {
  server = await ownClickHouse();
  db = server.db;
  await serde.register(eventTypes);
}, 60_000);

afterAll(() => server.stop());

beforeEach(async () => {
  await db.command('DROP DATABASE IF EXISTS leaveline SYNC');
  await prepareTables(db, tables, []);
  earlier = new EarlierEvents(db, (value) => serde.decode(value));
  offset = 0n;
});

function recordOf(event: AnyEvent): ReadRecord {
  const definition = eventType(event.type);
  if (!definition) throw new Error(`no event type ${event.type}`);
  const key = joinKey([event.employeeId ?? '', event.eventId, ...(event.mark ? [event.mark] : [])]);
  const value = serde.encode(definition, event);
  return { topic: definition.topic, partition: 0, offset: offset++, timestamp: 0, key, headers: {}, value };
}

async function flush(...events: readonly AnyEvent[]): Promise<void> {
  const { blocks } = plan(await earlier.settle(events.map(recordOf)));
  for (const block of blocks) await db.insert(block.table.name, rowsOf(block, 0, block.records.length));
}

function restart(): void {
  earlier = new EarlierEvents(db, (value) => serde.decode(value));
}

const rows = () =>
  db.query<{ mark: string; reason: string }>(
    "SELECT mark, JSONExtractString(payload, 'reason') AS reason FROM leaveline.events FINAL ORDER BY reason, mark",
  );

const told = (reason: string, more: object = {}) =>
  happened('auth.login.failed', '2026-05-04T10:00:00Z', { employeeId: 'e1', reason, ...more }, 'one id');
const row = ({ mark = '' }: AnyEvent, reason: string) => ({ mark: mark ?? '', reason });

test.each([
  ['in one flush', () => undefined, false],
  ['in two', () => undefined, true],
  ['with a restart between', restart, true],
])('a marked record that says the same takes the place of an earlier one, %s', async (_, between, two) => {
  const [event, other] = [told('a', { login: 'x' }), told('b')];
  await flush(...[event, other].map(fromBefore).slice(0, 1), ...(two ? [] : [event, other]));
  between();
  if (two) await flush(event, other);
  expect(await rows()).toEqual([row(event, 'a'), row(other, 'b')]);
});

test('an earlier record that comes after it, as when it is redacted, does not come back', async () => {
  const event = told('a', { login: 'x' });
  await flush(fromBefore(event));
  await flush(event);
  await flush(redacted(fromBefore(event)), redacted(event));
  expect(await rows()).toEqual([row(event, 'a')]);
});

test('different events of one id have rows of their own, marked or not', async () => {
  const [before, event] = [fromBefore(told('a')), told('b')];
  await flush(before);
  await flush(event, told('c'));
  expect(await rows()).toEqual([row(before, 'a'), row(event, 'b'), row(told('c'), 'c')]);
});

test('a line that began with marks is asked once', async () => {
  const queries: string[] = [];
  const counting: ClickHouse = {
    ...db,
    query: (sql) => {
      queries.push(sql);
      return db.query(sql);
    },
  };
  const fresh = new EarlierEvents(counting, (value) => serde.decode(value));
  for (const reason of ['a', 'b', 'c']) await fresh.settle([recordOf(told(reason))]);
  expect(queries).toHaveLength(1);
});
