import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { registry } from '#lib/metrics.ts';
import type { AnyEvent } from '#schemas/event.ts';
import { entityKinds } from '#statistics/entities/kinds.ts';
import { fromBefore, happened, redacted } from '#test/pipeline/events.ts';
import { lineUnderTest } from '#test/pipeline/lineUnderTest.ts';
import { eventRow } from './testing/events.ts';
import { type Fixture, startFixture } from './testing/fixture.ts';

let fixture: Fixture;

const failed = (login: string, source: string, id: string, at = '2026-05-04T10:00:00Z') =>
  happened('auth.login.failed', at, { login, reason: 'bad_password' }, id, source);

const events: readonly AnyEvent[] = [
  ...['a', 'b', 'c'].map((login) => failed(login, '/counts-from-1', '1')),
  failed('a', '/counts-from-1', '2'),
  failed('b', '/counts-from-1', '2', '2026-05-04T11:00:00Z'),
  failed('a', '/careful', '3'),
  failed('a', '/careful too', '3'),
  fromBefore(failed('a', '/careful', '4')),
];

beforeAll(async () => {
  fixture = await startFixture();
  await fixture.createTables();
  const rows = events.map((event, offset) => eventRow(event, offset));
  const [first] = rows;
  await fixture.insert('events', [...rows, { ...first, _version: '100' }]);
}, 60_000);
afterAll(() => fixture?.stop());

test('the line counts as incomplete what the streams count so, whatever came twice, blank, from before, or of another person', async () => {
  const line = await lineUnderTest({});
  const leave = (type: string, employeeId: string, requestId: string) =>
    happened(`vacation.request.${type}`, '2026-05-04T10:00:00Z', {
      ...{ employeeId, requestId, decidedBy: 'b', leaveType: 'annual', from: '2026-06-01', to: '2026-06-02' },
    });
  const [lonely, other] = [leave('approved', 'p1', 'r1'), leave('approved', 'p2', 'r2')];
  const told = [
    ...[lonely, lonely, redacted(lonely), fromBefore(leave('approved', 'p1', 'r3')), other],
    ...[leave('submitted', 'p2', 'r2'), leave('submitted', 'p2', 'r1')],
    happened('user.updated', '2026-05-04T10:00:00Z', { employeeId: 'p3' }),
  ];
  await line.happen(...told);
  await fixture.insert(
    'events',
    told.map((event, at) => eventRow(event, 100 + at)),
  );
  const { body } = await fixture.get('/api/line');
  const metric = await registry.getSingleMetric('leaveline_incomplete_entities')?.get();
  const counted = (kind: string) =>
    metric?.values.reduce((sum, { labels, value }) => sum + (labels.entity === kind ? Number(value) : 0), 0);
  expect(body.incomplete).toEqual({ users: 1, vacations: 2, absences: 0 });
  expect(entityKinds.map(counted)).toEqual([1, 2, 0]);
});

test('the line names who gives an id to several events, and how many of them there are; copies and other sources’ ids are none', async () => {
  const { body } = await fixture.get('/api/line');
  expect(body.reusedIds).toEqual([
    { source: '/counts-from-1', ids: 2, events: 3, lastAt: '2026-05-04T11:00:00.000Z', eventId: events[4]?.eventId },
  ]);
});

test('the list has every event of an id, page by page', async () => {
  const seen: string[] = [];
  for (let cursor: string | null = ''; cursor !== null; ) {
    const { body } = await fixture.get(`/api/events?type=auth.login.failed&limit=1${cursor && `&cursor=${cursor}`}`);
    seen.push(...body.rows.map(({ eventId, mark }: AnyEvent) => `${eventId}/${mark}`));
    cursor = body.next;
  }
  expect(seen.toSorted()).toEqual(events.map(({ eventId, mark = '' }) => `${eventId}/${mark}`).sort());
});
