import { describe, expect, test } from '@jest/globals';
import type { AnyEvent } from '#schemas/event.ts';
import { count, string } from '#schemas/fields.ts';
import { statistics as catalogue } from '#statistics/catalogue.ts';
import { type DefinedStatistic, statistic } from '#statistics/statistic.ts';
import { happened, idFor, redacted } from './events.ts';
import { kyiv, type Line, lineUnderTest } from './lineUnderTest.ts';

// The line between Kafka's event topics and its public ones, told by what a reader sees. No broker, no disk, no sleep.

const day = 1_000_000;

const olha = (data: object = {}) =>
  happened('user.registered', '2026-01-05T09:00:00+02:00', {
    employeeId: 'e1',
    email: 'olha@example.com',
    firstName: 'Ольга',
    lastName: 'Ковальчук',
    managerId: 'e9',
    department: 'Sales',
    ...data,
  });

const asked = (data: object = {}) =>
  happened('vacation.request.submitted', '2026-05-04T10:00:00+03:00', {
    employeeId: 'e1',
    requestId: 'r1',
    leaveType: 'annual',
    from: '2026-06-29',
    to: '2026-07-02',
    ...data,
  });

const about = (type: string, at: string, data: object = {}) =>
  happened(`vacation.request.${type}`, at, { employeeId: 'e1', requestId: 'r1', ...data });

const approved = about('approved', '2026-05-04T16:30:00+03:00', { decidedBy: 'e9' });

const login = (id: string) =>
  happened(
    'auth.login.failed',
    '2026-05-04T08:59:00+03:00',
    { employeeId: 'e1', login: 'olha', reason: 'bad_password' },
    id,
  );

/** The rows of a statistic with only these columns, in the order of their text. */
function look(line: Line, name: string, ...columns: string[]): unknown[][] {
  const rows = line.statistic(name).map((row) => columns.map((column) => row[column]));
  return rows.sort((a, b) => (String(a) < String(b) ? -1 : 1));
}

const daysSeen = (line: Line) =>
  line
    .enriched('hr.absence-days')
    .map((row) => [row.day, row.department, row.kind, Number(row.fraction) / day])
    .sort((a, b) => (String(a) < String(b) ? -1 : 1));

const monthsSeen = (line: Line) =>
  look(line, 'vacation_days', 'month', 'department', 'requestedDays', 'approvedDays', 'cancelledDays').map(
    ([month, department, ...amounts]) => [month, department, ...amounts.map((amount) => Number(amount) / day)],
  );

const statusSeen = (line: Line) => look(line, 'requests_by_status', 'department', 'status', 'requests');

describe('a leave request', () => {
  test('shows as asked for, then as granted, with its person', async () => {
    const line = await lineUnderTest();
    await line.happen(olha(), asked());
    expect(statusSeen(line)).toEqual([['Sales', 'submitted', 1]]);
    expect(monthsSeen(line)).toEqual([
      ['2026-06-01', 'Sales', 2, 0, 0],
      ['2026-07-01', 'Sales', 2, 0, 0],
    ]);
    expect(daysSeen(line)).toEqual([]);

    await line.happen(approved);
    expect(statusSeen(line)).toEqual([['Sales', 'approved', 1]]);
    expect(monthsSeen(line)).toEqual([
      ['2026-06-01', 'Sales', 2, 2, 0],
      ['2026-07-01', 'Sales', 2, 2, 0],
    ]);
    expect(daysSeen(line)).toEqual([
      ['2026-06-29', 'Sales', 'vacation', 1],
      ['2026-06-30', 'Sales', 'vacation', 1],
      ['2026-07-01', 'Sales', 'vacation', 1],
      ['2026-07-02', 'Sales', 'vacation', 1],
    ]);
    expect(line.enriched('hr.vacation-requests')).toMatchObject([
      {
        requestId: 'r1',
        status: 'approved',
        days: 4 * day,
        department: 'Sales',
        managerId: 'e9',
        email: 'olha@example.com',
        firstName: 'Ольга',
        decidedBy: 'e9',
      },
    ]);
    expect(look(line, 'approval_rate', 'decidedOn', 'department', 'approved', 'rejected')).toEqual([
      ['2026-05-04', 'Sales', 1, 0],
    ]);
    expect(look(line, 'decision_lead_time', 'decidedOn', 'bucket', 'decisions')).toEqual([['2026-05-04', 8, 1]]);
    expect(look(line, 'notice', 'submittedOn', 'bucket', 'requests')).toEqual([['2026-05-04', 60, 1]]);
  });

  test('counts nothing when its approval comes before its submission, and everything once that has come', async () => {
    const line = await lineUnderTest();
    await line.happen(olha(), approved);
    expect(statusSeen(line)).toEqual([]);
    expect(line.enriched('hr.vacation-requests')).toEqual([]);

    await line.happen(asked());
    expect(statusSeen(line)).toEqual([['Sales', 'approved', 1]]);
    expect(daysSeen(line)).toHaveLength(4);
    expect(line.enriched('hr.vacation-requests')).toMatchObject([{ status: 'approved', illegal: [] }]);
  });

  test('that is shortened after its approval takes its vanished days back everywhere', async () => {
    const line = await lineUnderTest();
    await line.happen(olha(), asked(), approved);
    expect(monthsSeen(line)).toContainEqual(['2026-07-01', 'Sales', 2, 2, 0]);

    await line.happen(
      about('modified', '2026-06-01T09:00:00+03:00', { leaveType: 'annual', from: '2026-06-29', to: '2026-06-30' }),
    );
    expect(monthsSeen(line)).toEqual([['2026-06-01', 'Sales', 2, 2, 0]]);
    expect(daysSeen(line)).toEqual([
      ['2026-06-29', 'Sales', 'vacation', 1],
      ['2026-06-30', 'Sales', 'vacation', 1],
    ]);
    expect(line.enriched('hr.vacation-requests')).toMatchObject([
      { status: 'approved', days: 2 * day, modifications: 1 },
    ]);
    expect(look(line, 'cancellations', 'approved', 'cancelled', 'modified')).toEqual([[1, 0, 1]]);
    const tombstones = line.driver.topics.all('hr.absence-days').filter(({ value }) => value === null);
    expect(tombstones.map(({ key }) => key).sort()).toEqual(['e1/r1/2026-07-01', 'e1/r1/2026-07-02']);
  });

  test('that is cancelled gives back exactly what it took', async () => {
    const line = await lineUnderTest();
    await line.happen(olha(), asked(), approved);
    await line.happen(about('cancellation_requested', '2026-06-02T09:00:00+03:00'));
    expect(daysSeen(line)).toHaveLength(4);

    await line.happen(about('cancelled', '2026-06-03T09:00:00+03:00'));
    expect(daysSeen(line)).toEqual([]);
    expect(statusSeen(line)).toEqual([['Sales', 'cancelled', 1]]);
    expect(monthsSeen(line)).toEqual([
      ['2026-06-01', 'Sales', 2, 0, 2],
      ['2026-07-01', 'Sales', 2, 0, 2],
    ]);
    expect(look(line, 'cancellations', 'approved', 'cancelled')).toEqual([[1, 1]]);
  });

  test('that is decided twice keeps the first decision and records the second as illegal', async () => {
    const line = await lineUnderTest();
    const rejected = about('rejected', '2026-05-05T09:00:00+03:00');
    await line.happen(olha(), asked(), approved, rejected);
    expect(statusSeen(line)).toEqual([['Sales', 'approved', 1]]);
    expect(line.enriched('hr.vacation-requests')).toMatchObject([{ status: 'approved', illegal: [rejected.eventId] }]);
    expect(line.driver.counted('illegal_transitions', { entity: 'request' })).toBe(1);
  });

  test('of a person nobody announced counts under "unknown", and moves when the person comes', async () => {
    const line = await lineUnderTest();
    await line.happen(asked(), approved);
    expect(statusSeen(line)).toEqual([['unknown', 'approved', 1]]);
    expect(line.enriched('hr.vacation-requests')).toMatchObject([{ department: 'unknown', email: null }]);

    await line.happen(olha());
    expect(statusSeen(line)).toEqual([['Sales', 'approved', 1]]);
    expect(monthsSeen(line).map(([, department]) => department)).toEqual(['Sales', 'Sales']);
    expect(daysSeen(line).map(([, department]) => department)).toEqual(['Sales', 'Sales', 'Sales', 'Sales']);
    expect(line.enriched('hr.vacation-requests')).toMatchObject([{ department: 'Sales', email: 'olha@example.com' }]);
  });
});

describe('a person', () => {
  test('who is away half a day on leave and half a day ill shows both halves of that day', async () => {
    const line = await lineUnderTest();
    await line.happen(
      olha(),
      asked({ from: '2026-06-29', to: '2026-06-29', dayPart: 'morning' }),
      approved,
      happened('absence.sick.reported', '2026-06-29T13:00:00+03:00', {
        employeeId: 'e1',
        absenceId: 'r1',
        from: '2026-06-29',
        to: '2026-06-29',
        dayPart: 'afternoon',
      }),
    );
    expect(daysSeen(line)).toEqual([
      ['2026-06-29', 'Sales', 'sick', 0.5],
      ['2026-06-29', 'Sales', 'vacation', 0.5],
    ]);
    expect(monthsSeen(line)).toEqual([['2026-06-01', 'Sales', 0.5, 0.5, 0]]);
    expect(look(line, 'sick_days', 'month', 'department', 'sickDays', 'sickSpells')).toEqual([
      ['2026-06-01', 'Sales', day / 2, 1],
    ]);
  });

  test('whose move is corrected a month later is counted where they really were, day by day', async () => {
    const line = await lineUnderTest();
    const moved = (department: string, effectiveFrom: string, at: string, voids?: string) =>
      happened('user.department_changed', at, { employeeId: 'e1', department, effectiveFrom, voids });
    const wrong = moved('IT', '2026-07-01', '2026-06-30T10:00:00+03:00');
    await line.happen(olha(), asked(), approved, wrong);
    expect(monthsSeen(line)).toEqual([
      ['2026-06-01', 'Sales', 2, 2, 0],
      ['2026-07-01', 'IT', 2, 2, 0],
    ]);

    await line.happen(moved('Finance', '2026-07-02', '2026-07-30T10:00:00+03:00', wrong.eventId));
    expect(monthsSeen(line)).toEqual([
      ['2026-06-01', 'Sales', 2, 2, 0],
      ['2026-07-01', 'Finance', 1, 1, 0],
      ['2026-07-01', 'Sales', 1, 1, 0],
    ]);
    expect(daysSeen(line).map(([date, department]) => [date, department])).toEqual([
      ['2026-06-29', 'Sales'],
      ['2026-06-30', 'Sales'],
      ['2026-07-01', 'Sales'],
      ['2026-07-02', 'Finance'],
    ]);
    expect(statusSeen(line)).toEqual([['Sales', 'approved', 1]]);
    expect(line.enriched('hr.employees')).toMatchObject([
      { department: 'Finance', departmentFrom: ['1900-01-01', '2026-07-02'], departments: ['Sales', 'Finance'] },
    ]);
  });

  test('who is erased keeps every number and loses every name', async () => {
    const line = await lineUnderTest();
    const events = [olha(), asked({ comment: 'Море' }), approved, login('l1')];
    await line.happen(...events);
    const numbers = () => catalogue.map(({ name }) => line.statistic(name));
    const before = numbers();

    await line.happen(...events.map(redacted));
    expect(numbers()).toEqual(before);
    expect(line.enriched('hr.employees')).toMatchObject([{ email: null, firstName: null, lastName: null }]);
    expect(line.enriched('hr.vacation-requests')).toMatchObject([{ email: null, firstName: null, status: 'approved' }]);

    await line.happen(...events);
    expect(line.enriched('hr.employees')).toMatchObject([{ email: null }]);
  });
});

describe('a login', () => {
  test('counts once, also when it comes again after a restart', async () => {
    const line = await lineUnderTest();
    const seen = () => [
      look(line, 'login_activity', 'outcome', 'logins'),
      look(line, 'failed_logins', 'day', 'reason', 'failures'),
    ];
    await line.happen(login('l1'));
    expect(seen()).toEqual([[['failed', 1]], [['2026-05-04', 'bad_password', 1]]]);

    await line.driver.crash();
    await line.happen(login('l1'));
    expect(seen()).toEqual([[['failed', 1]], [['2026-05-04', 'bad_password', 1]]]);

    await line.happen(login('l2'));
    expect(seen()).toEqual([[['failed', 2]], [['2026-05-04', 'bad_password', 2]]]);
  });

  test('is forgotten after 400 days of event time but stays counted; an older one goes to hr.late', async () => {
    const line = await lineUnderTest();
    const at = (time: string, id: string) => happened('auth.login.succeeded', time, { employeeId: 'e1' }, id);
    await line.happen(at('2025-01-01T10:00:00Z', 'l1'), at('2026-02-05T10:00:00Z', 'l2'));
    expect(line.driver.topics.all('hr.late')).toHaveLength(0);

    const old = at('2025-01-01T10:00:00Z', 'l1');
    await line.happen(at('2026-02-06T10:00:00Z', 'l3'), old);
    expect(line.driver.topics.all('hr.late').map(({ key }) => key)).toEqual([`e1/${idFor('l1')}/${old.mark}`]);
    expect(look(line, 'login_activity', 'logins')).toEqual([[1], [1], [1]]);
  });
});

describe('a running system with history', () => {
  const history: AnyEvent[] = [olha(), asked(), approved, login('l1')];
  const without = catalogue.filter(({ name }) => name !== 'vacation_days');
  const byManager = statistic({
    name: 'requests_by_manager',
    title: { en: 'Requests by manager', uk: 'Заявки за керівником' },
    question: { en: 'Who decides on how many requests?', uk: 'Хто розглядає скільки заявок?' },
    version: 1,
    of: 'request',
    key: { managerId: string('Who decides.') },
    measures: { requests: count('Requests.') },
    labels: { managerId: { en: 'Manager', uk: 'Керівник' }, requests: { en: 'Requests', uk: 'Заявки' } },
    asOf: null,
    derived: {},
    contributions: (_request, person) => [{ key: { managerId: person.managerId ?? 'nobody' }, add: { requests: 1 } }],
  }) as DefinedStatistic;

  test('fills a statistic whose file is added from everything that happened before', async () => {
    const line = await lineUnderTest({ statistics: without });
    await line.happen(...history);
    expect(line.statistic('vacation_days')).toEqual([]);

    await line.restart({ statistics: [...catalogue, byManager] });
    expect(monthsSeen(line)).toEqual([
      ['2026-06-01', 'Sales', 2, 2, 0],
      ['2026-07-01', 'Sales', 2, 2, 0],
    ]);
    expect(line.statistic('requests_by_manager')).toEqual([{ managerId: 'e9', requests: 1 }]);
    expect(statusSeen(line)).toEqual([['Sales', 'approved', 1]]);

    await line.happen(about('cancelled', '2026-06-03T09:00:00+03:00'));
    expect(monthsSeen(line)).toEqual([
      ['2026-06-01', 'Sales', 2, 0, 2],
      ['2026-07-01', 'Sales', 2, 0, 2],
    ]);
  });

  test('counts a statistic anew that was taken out and put back', async () => {
    const line = await lineUnderTest();
    await line.happen(...history);
    await line.restart({ statistics: without });
    await line.happen(about('cancelled', '2026-06-03T09:00:00+03:00'));
    await line.restart({ statistics: catalogue });
    expect(monthsSeen(line)).toEqual([
      ['2026-06-01', 'Sales', 2, 0, 2],
      ['2026-07-01', 'Sales', 2, 0, 2],
    ]);
  });

  test('refuses another COMPANY_TIME_ZONE, and names the remedy', async () => {
    const line = await lineUnderTest();
    await line.happen(...history);
    const elsewhere = line.restart({ settings: { ...kyiv, zone: 'America/New_York' } });
    await expect(elsewhere).rejects.toThrow(/COMPANY_TIME_ZONE was "Europe\/Kyiv" and is now "America\/New_York"/);
    await expect(line.restart({ settings: { ...kyiv, zone: 'Asia/Tokyo' } })).rejects.toThrow(/STREAMS_GENERATION/);
  });

  test('takes another COMPANY_TIME_ZONE as its next generation, which publishes what differs', async () => {
    const line = await lineUnderTest();
    const late = asked({ requestId: 'r2' });
    const shortlyAfterMidnight = { ...late, occurredAt: Date.parse('2026-05-04T00:30:00+03:00'), eventId: idFor('r2') };
    await line.happen(...history, shortlyAfterMidnight);
    expect(look(line, 'requests_by_status', 'submittedOn', 'status')).toEqual([
      ['2026-05-04', 'approved'],
      ['2026-05-04', 'submitted'],
    ]);
    const requestsBefore = line.driver.topics.all('hr.vacation-requests').length;

    const next = await line.next({ settings: { ...kyiv, zone: 'Europe/London' } });
    expect(look(next, 'requests_by_status', 'submittedOn', 'status')).toEqual([
      ['2026-05-03', 'submitted'],
      ['2026-05-04', 'approved'],
    ]);
    expect(next.driver.topics.all('hr.vacation-requests')).toHaveLength(requestsBefore);
  });
});

describe('a record that is no event', () => {
  test('goes to the dead letters with its reason, and the line goes on', async () => {
    const line = await lineUnderTest();
    line.driver.pipe('hr.users', 'e1/x', Buffer.from('{"employeeId":"e1"}'), { partitionBy: 'e1' });
    line.driver.pipe('hr.users', 'e1/y', null, { partitionBy: 'e1' });
    await line.happen(olha());
    const letters = line.driver.topics.all('hr.dead-letters');
    expect(letters.flatMap(({ headers }) => Object.values(headers))).toEqual(
      expect.arrayContaining(['not_avro', 'tombstone']),
    );
    expect(line.enriched('hr.employees')).toHaveLength(1);
  });
});
