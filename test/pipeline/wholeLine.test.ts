import { expect, test } from '@jest/globals';
import { type WholeLine, wholeLine } from './wholeLine.ts';

// The whole line in one process: from the message that a service publishes to the row that a reader sees.
// No RabbitMQ, no Kafka, no ClickHouse, no waiting; but every rule of ingress, streams and sinks.

const now = Date.parse('2026-06-01T12:00:00Z');
const day = 1_000_000;
let made = 0;

/** A service publishes a CloudEvent to the exchange `hr.events`. */
const publish = (line: WholeLine, type: string, time: string, data: object, id = uuid(++made)) =>
  line.deliver('hr.events', JSON.stringify({ specversion: '1.0', id, source: '/vacations', type, time, data }), {
    contentType: 'application/cloudevents+json',
  });

const uuid = (n: number): string => `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`;

const olha = { employeeId: '7', firstName: 'Ольга', lastName: 'Ковальчук', department: 'Sales', hiredOn: '2020-02-03' };
const request = { employeeId: '7', requestId: 'R-1' };
const threeDays = { ...request, leaveType: 'annual', from: '2026-06-29', to: '2026-07-01' };

const pick = (rows: readonly object[], ...columns: string[]) =>
  rows.map((row) => columns.map((column) => (row as Record<string, unknown>)[column])).sort();

test('leave that is asked for and granted is in every table: the request, its days, the sums', async () => {
  const line = await wholeLine(now);
  expect(publish(line, 'user.registered', '2026-01-05T09:00:00Z', olha)).toBe('ok');
  expect(publish(line, 'vacation.request.submitted', '2026-05-04T08:00:00Z', threeDays)).toBe('ok');
  expect(publish(line, 'vacation.request.approved', '2026-05-04T13:30:00Z', { ...request, decidedBy: '9' })).toBe('ok');

  expect(pick(await line.rows('requests'), 'request_id', 'status', 'days', 'department', 'last_name')).toEqual([
    ['R-1', 'approved', 3 * day, 'Sales', 'Ковальчук'],
  ]);
  expect(pick(await line.rows('absence_days'), 'day', 'kind', 'fraction')).toEqual([
    ['2026-06-29', 'vacation', day],
    ['2026-06-30', 'vacation', day],
    ['2026-07-01', 'vacation', day],
  ]);
  // Two of the days lie in June, one in July.
  expect(pick(await line.rows('statistics_vacation_days'), 'month', 'approved_days')).toEqual([
    ['2026-06-01', 2 * day],
    ['2026-07-01', day],
  ]);
  expect(pick(await line.rows('statistics_approval_rate'), 'decided_on', 'approved', 'rejected')).toEqual([
    ['2026-05-04', 1, 0],
  ]);
  // Asked at eleven, granted at half past four by Kyiv's clock: five and a half hours, so "at most six".
  expect(pick(await line.rows('statistics_decision_lead_time'), 'bucket', 'decisions')).toEqual([[6, 1]]);
});

test('a cancellation takes back exactly what the leave had added', async () => {
  const line = await wholeLine(now);
  publish(line, 'user.registered', '2026-01-05T09:00:00Z', olha);
  publish(line, 'vacation.request.submitted', '2026-05-04T08:00:00Z', threeDays);
  publish(line, 'vacation.request.approved', '2026-05-04T13:30:00Z', request);
  await line.rows('requests');
  publish(line, 'vacation.request.cancelled', '2026-05-10T08:00:00Z', request);

  expect(await line.rows('absence_days')).toEqual([]);
  expect(pick(await line.rows('statistics_vacation_days'), 'month', 'approved_days', 'cancelled_days')).toEqual([
    ['2026-06-01', 0, 2 * day],
    ['2026-07-01', 0, day],
  ]);
});

test('the queue of a Python service is understood as it is: plain JSON, no properties', async () => {
  const line = await wholeLine(now);
  expect(line.deliver('user_registered', '{"user_id": 7, "email": "a@b.c"}')).toBe('ok');
  expect(line.deliver('user_registered', '{"user_id": 7, "email": "a@b.c"}')).toBe('ok');
  expect(pick(await line.rows('employees'), 'employee_id', 'email')).toEqual([['7', 'a@b.c']]);
  expect(await line.rows('events')).toHaveLength(1);
});

test('what comes twice, late or in the wrong order changes nothing', async () => {
  const inOrder = await wholeLine(now);
  const shuffled = await wholeLine(now);
  const told = (line: WholeLine) => [
    () => publish(line, 'user.registered', '2026-01-05T09:00:00Z', olha, uuid(1001)),
    () => publish(line, 'vacation.request.submitted', '2026-05-04T08:00:00Z', threeDays, uuid(1002)),
    () => publish(line, 'vacation.request.approved', '2026-05-04T13:30:00Z', request, uuid(1003)),
    () =>
      publish(
        line,
        'vacation.request.modified',
        '2026-05-06T09:00:00Z',
        { ...threeDays, to: '2026-06-30' },
        uuid(1004),
      ),
  ];
  for (const tell of told(inOrder)) tell();
  const [register, submit, approve, modify] = told(shuffled);
  for (const tell of [modify, approve, approve, submit, register, modify, submit]) tell?.();

  for (const table of ['requests', 'absence_days', 'statistics_vacation_days', 'statistics_requests_by_status'])
    expect(pick(await shuffled.rows(table), ...Object.keys((await inOrder.rows(table))[0] ?? {}))).toEqual(
      pick(await inOrder.rows(table), ...Object.keys((await inOrder.rows(table))[0] ?? {})),
    );
  expect(await shuffled.rows('absence_days')).toHaveLength(2);
});

test('what cannot be used is refused at the door with its reason, and the line goes on', async () => {
  const line = await wholeLine(now);
  const refused = [
    line.deliver('hr.events', '{"specversion": "1.0", ', { contentType: 'application/cloudevents+json' }),
    line.deliver('hr.events', Buffer.from([0x7b, 0xc3, 0x28, 0x7d])),
    publish(line, 'user.promoted', '2026-05-04T08:00:00Z', olha),
    publish(line, 'user.registered', '2099-01-01T00:00:00Z', olha),
    publish(line, 'user.registered', '2026-05-04T08:00:00Z', { department: 'Sales' }),
    publish(line, 'vacation.request.submitted', '2026-05-04T08:00:00Z', { ...threeDays, to: '2026-06-01' }),
  ];
  expect(refused).toEqual([
    { dead: 'malformed_json' },
    { dead: 'not_utf8' },
    { dead: 'unknown_type' },
    { dead: 'from_the_future' },
    { dead: 'no_person' },
    { dead: 'schema_violation' },
  ]);
  expect(publish(line, 'user.registered', '2026-01-05T09:00:00Z', { ...olha, nickname: 'Оля' })).toBe('ok');
  expect(await line.rows('employees')).toHaveLength(1);
});
