import { describe, expect, test } from '@jest/globals';
import { memoryIds } from '#lib/avro/registry.ts';
import { Serde } from '#lib/avro/serde.ts';
import { registry } from '#lib/metrics.ts';
import { eventType, eventTypes } from '#schemas/catalogue.ts';
import type { AnyEvent } from '#schemas/event.ts';
import { encodeSum } from '#statistics/sum.ts';
import { happened } from './events.ts';
import { type Line, lineUnderTest } from './lineUnderTest.ts';

// What the stream tasks do with what should not be there. Nothing is dropped in silence.

const serde = new Serde(memoryIds());
await serde.register(eventTypes);

const registered = happened('user.registered', '2026-01-05T09:00:00Z', { employeeId: 'e1', department: 'Sales' });
const approved = happened('vacation.request.approved', '2026-05-04T16:30:00Z', { employeeId: 'e1', requestId: 'r1' });
const submitted = happened('vacation.request.submitted', '2026-05-04T10:00:00Z', {
  employeeId: 'e1',
  requestId: 'r1',
  leaveType: 'annual',
  from: '2026-07-01',
  to: '2026-07-02',
});

function bytesOf(event: AnyEvent): Buffer {
  const definition = eventType(event.type);
  if (!definition) throw new Error(`no event type ${event.type}`);
  return serde.encode(definition, event);
}

const reasons = (line: Line) => line.driver.topics.all('hr.dead-letters').map(({ headers }) => Object.values(headers));

async function incompleteRequests(): Promise<number> {
  const metric = await registry.getSingleMetric('leaveline_incomplete_entities')?.get();
  const ofRequests = metric?.values.filter(({ labels }) => labels.entity === 'request') ?? [];
  return ofRequests.reduce((sum, { value }) => sum + value, 0);
}

describe('a record on an event topic', () => {
  test('that names a schema nobody knows is a dead letter', async () => {
    const line = await lineUnderTest();
    line.driver.pipe('hr.users', 'e1/x', Buffer.from([0, 0, 0, 0x7f, 0xff, 1]), { partitionBy: 'e1' });
    await line.happen(registered);
    expect(reasons(line)).toEqual([expect.arrayContaining(['unknown_schema'])]);
    expect(line.enriched('hr.employees')).toHaveLength(1);
  });

  test('that is an event of another family is a dead letter', async () => {
    const line = await lineUnderTest();
    line.driver.pipe('hr.vacations', 'e1/x', bytesOf(registered), { partitionBy: 'e1' });
    await line.driver.commit();
    expect(reasons(line)).toEqual([expect.arrayContaining(['wrong_topic'])]);
  });

  test('that lies in another partition than its person is a dead letter, for the person would be two', async () => {
    const line = await lineUnderTest({}, { partitions: 4 });
    const partitions = ['e1', 'e2', 'e3', 'e4', 'e5'].map((id) => line.driver.topics.partitionOf(id));
    const elsewhere = ['e2', 'e3', 'e4', 'e5'].find((_, at) => partitions[at + 1] !== partitions[0]) ?? '';
    line.driver.pipe('hr.users', 'e1/x', bytesOf(registered), { partitionBy: elsewhere });
    await line.driver.commit();
    expect(reasons(line)).toEqual([expect.arrayContaining(['wrong_partition'])]);
    expect(line.enriched('hr.employees')).toEqual([]);
  });

  test('of a family without entities is taken and shows nothing', async () => {
    const line = await lineUnderTest();
    const data = { employeeId: 'e1', channel: 'mail', template: 'approved' };
    await line.happen(happened('notification.sent', '2026-05-04T16:31:00Z', data));
    expect(line.driver.counted('records', { outcome: 'ok' })).toBe(1);
    expect(reasons(line)).toEqual([]);
  });
});

describe('copies', () => {
  test('are counted as duplicates', async () => {
    const line = await lineUnderTest();
    await line.happen(registered, registered, submitted, submitted, submitted);
    expect(line.driver.counted('records', { outcome: 'duplicate' })).toBe(3);
    expect(line.statistic('requests_by_status')).toMatchObject([{ requests: 1 }]);
  });

  test('publish nothing again', async () => {
    const line = await lineUnderTest();
    await line.happen(registered, submitted, approved);
    const topics = ['hr.employees', 'hr.vacation-requests', 'hr.absence-days', 'hr.statistics.vacation_days'];
    const sizes = () => topics.map((topic) => line.driver.topics.all(topic).length);
    const before = sizes();
    await line.happen(approved, submitted, registered);
    expect(sizes()).toEqual(before);
  });
});

describe('an entity whose creating event has not come', () => {
  test('is on the gauge until it comes, also after a restart', async () => {
    const line = await lineUnderTest();
    await line.happen(approved);
    expect(await incompleteRequests()).toBe(1);

    await line.driver.crash();
    expect(await incompleteRequests()).toBe(1);

    await line.happen(submitted);
    expect(await incompleteRequests()).toBe(0);
  });
});

describe('a change of a sum', () => {
  const changes = 'leaveline-1-sums-repartition';

  test('that cannot be read stops its task', async () => {
    const line = await lineUnderTest();
    line.driver.pipe(changes, 'notice/2026-05-04/Sales/60', Buffer.alloc(7));
    await expect(line.driver.commit()).rejects.toThrow('a sum of 7 bytes');
  });

  test('that takes back what was never added stops its task', async () => {
    const line = await lineUnderTest();
    line.driver.pipe(changes, 'notice/2026-05-04/Sales/60', encodeSum({ entities: -1, measures: [-1] }));
    await expect(line.driver.commit()).rejects.toThrow('more was taken back than was added');
  });

  test('of a statistic that is gone is counted, and nothing else', async () => {
    const line = await lineUnderTest();
    line.driver.pipe(changes, 'forgotten/x', encodeSum({ entities: 1, measures: [1] }));
    await line.driver.commit();
    expect(line.driver.counted('retired_changes', { statistic: 'forgotten' })).toBe(1);
  });
});
