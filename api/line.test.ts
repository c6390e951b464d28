import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { AnyEvent } from '#schemas/event.ts';
import { fromBefore, happened } from '#test/pipeline/events.ts';
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

test('the line names who gives an id to several events, and how many of them there are; copies and other sources’ ids are none', async () => {
  const { body } = await fixture.get('/api/line');
  expect(body.reusedIds).toEqual([
    { source: '/counts-from-1', ids: 2, events: 3, lastAt: '2026-05-04T11:00:00.000Z', eventId: events[4]?.eventId },
  ]);
});

test('the list has every event of an id, page by page', async () => {
  const seen: string[] = [];
  for (let cursor: string | null = ''; cursor !== null; ) {
    const { body } = await fixture.get(`/api/events?limit=1${cursor && `&cursor=${cursor}`}`);
    seen.push(...body.rows.map(({ eventId, mark }: AnyEvent) => `${eventId}/${mark}`));
    cursor = body.next;
  }
  expect(seen.toSorted()).toEqual(events.map(({ eventId, mark = '' }) => `${eventId}/${mark}`).sort());
});
