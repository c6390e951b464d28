import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { systemClock } from '#lib/clock.ts';
import { addDays } from '#lib/dates.ts';
import { readQuery } from '#lib/http/query.ts';
import type { Someone } from '#schemas/access/testing/tokens.ts';
import type { AnyEvent } from '#schemas/event.ts';
import { happened } from '#test/pipeline/events.ts';
import { kyiv, lineUnderTest } from '#test/pipeline/lineUnderTest.ts';
import { company } from '#test/simulate/company.ts';
import { disorderly, history } from '#test/simulate/history.ts';
import { asAnyEvent } from '#test/simulate/published.ts';
import { type Database, database } from '../clickhouse.ts';
import { type Dataset, datasets, type KeyColumn } from '../statistics/dataset.ts';
import { coarserThan } from '../statistics/grain.ts';
import { mostPeople, ofPeople } from '../statistics/ofPeople.ts';
import { parametersOf, queryOf } from '../statistics/query.ts';
import { eventRow, fillTables } from '../testing/events.ts';
import { address, type Fixture, type Got, startFixture } from '../testing/fixture.ts';
import { TotalsCache } from './totalsCache.ts';

const until = Date.now();
const people = company('api', 24, `${new Date(until).getUTCFullYear() - 1}-01-01`);
const events: readonly AnyEvent[] = disorderly(history(people, 0, until), 'api').map(asAnyEvent);

/** Everybody stands below the first person; directly below stand seven, of whom the first three have people below. */
const first: Someone = { employeeId: '1001', roles: ['employee', 'manager'] };
const employee = (employeeId: string): Someone => ({ employeeId });
const parts: readonly Someone[] = [
  employee('1001'),
  ...people.people
    .filter(({ managerId }) => managerId === '1001')
    .map(({ id }): Someone => ({ employeeId: id, roles: ['employee', 'manager'] })),
];

let fixture: Fixture;

beforeAll(async () => {
  fixture = await startFixture();
  await fixture.createTables();
  const line = await lineUnderTest({}, { now: until });
  await line.happen(...events);
  await fillTables(fixture, line);
  const rows = events.map(eventRow);
  for (let from = 0; from < rows.length; from += 2_000) await fixture.insert('events', rows.slice(from, from + 2_000));
}, 60_000);
afterAll(() => fixture?.stop());

const without = ({ status, body: { computedAt, ...rest } }: Got) => ({ status, ...rest });

/** Any question: groupings with their grains, filters with values that occur, a period, an as-of day. */
function asking({ key, asOf, time }: Dataset, found: readonly Readonly<Record<string, unknown>>[]) {
  const day = fc
    .integer({ min: 0, max: 900 })
    .map((back) => addDays(new Date(until).toISOString().slice(0, 10), 100 - back));
  const grouping = (column: KeyColumn) =>
    fc
      .constantFrom(...(column.grain ? coarserThan(column.grain) : [null]))
      .map((grain) => (grain ? `${column.name}:${grain}` : column.name));
  function filter({ name }: KeyColumn) {
    const values = [...new Set(found.map((row) => row[name]))];
    return fc
      .subarray(values, { minLength: 1, maxLength: Math.min(4, values.length) })
      .map((some) => [name, some] as const);
  }
  return fc.record(
    {
      by: fc
        .subarray([...key])
        .chain((columns) => fc.tuple(...columns.map(grouping)))
        .map((names) => names.join(',')),
      filters: fc
        .subarray(found.length > 0 ? [...key] : [], { maxLength: 2 })
        .chain((columns) => fc.tuple(...columns.map(filter))),
      ...(time && { from: day }),
      ...(asOf && { asOf: day }),
    },
    { requiredKeys: ['by', 'filters'] },
  );
}

describe.each(datasets.map((dataset) => [dataset.name, dataset] as const))('%s', (name, dataset) => {
  const path = `/api/statistics/${name}`;

  test('says to the head of everybody what it says of everybody, whatever is asked', async () => {
    const by = dataset.key.map((column) => column.name).join(',');
    const { body } = await fixture.get(address(path, { by, limit: 100_000 }));
    expect(body.rows.length).toBeGreaterThan(0);
    await fc.assert(
      fc.asyncProperty(asking(dataset, body.rows), async ({ by, filters, ...cut }) => {
        const question = address(path, { ...Object.fromEntries(filters), ...cut, ...(by && { by }) });
        const [own, whole] = await Promise.all([fixture.getAs(first, question), fixture.get(question)]);
        expect(own.status).toBe(200);
        expect(without(own)).toEqual(without(whole));
      }),
      { numRuns: 12, endOnFailure: true },
    );
  }, 60_000);

  test('of parts of the company adds up to the whole', async () => {
    const totals = await Promise.all(parts.map(async (part) => (await fixture.getAs(part, path)).body.total));
    const { body } = await fixture.get(path);
    for (const { name: measure } of dataset.measures) {
      const sum = totals.reduce((before, total) => before + total[measure], 0);
      expect(sum).toBeCloseTo(body.total[measure], 6);
    }
  });

  test('is a file of the same rows', async () => {
    const question = address(path, { by: dataset.key[0]?.name, format: 'csv' });
    const lines = async (got: Promise<Got>) => (await got).text.split('\r\n').filter((line) => !line.startsWith('#'));
    expect(await lines(fixture.getAs(first, question))).toEqual(await lines(fixture.get(question)));
  });
});

describe('who asks', () => {
  const requests = async (person: Someone): Promise<number> =>
    (await fixture.getAs(person, '/api/statistics/requests_by_status')).body.total.requests;
  const submitted = (ids: readonly string[]) =>
    new Set(
      events
        .filter(({ type, employeeId }) => type === 'vacation.request.submitted' && ids.includes(employeeId ?? ''))
        .map((event) => (event as unknown as { requestId: string }).requestId),
    ).size;

  test('sees the own figures as an employee, those of the tree as a manager', async () => {
    const below = people.people.filter(({ managerId }) => managerId === '1002').map(({ id }) => id);
    expect(below.length).toBeGreaterThan(3);
    expect(await requests(employee('1009'))).toBe(submitted(['1009']));
    expect(await requests(employee('1002'))).toBe(submitted(['1002']));
    expect(await requests({ employeeId: '1002', roles: ['employee', 'manager'] })).toBe(submitted(['1002', ...below]));
  });

  test('and has no events sees zeros', async () => {
    const { status, body } = await fixture.getAs(employee('nobody'), '/api/statistics/vacation_days?by=month');
    expect(status).toBe(200);
    expect(body).toMatchObject({ rows: [], total: { requestedDays: 0, approvedDays: 0, cancelledDays: 0 } });
  });

  test('sees at the head of the page the figures of the same people', async () => {
    async function overview(got: Promise<Got>) {
      const { loginFailures, ...rest } = without(await got);
      return { ...rest, loginFailures: loginFailures.value };
    }
    const whole = await overview(fixture.get('/api/overview'));
    expect(await overview(fixture.getAs(first, '/api/overview'))).toEqual(whole);
    const shares = await Promise.all(parts.map((part) => overview(fixture.getAs(part, '/api/overview'))));
    const sum = (figure: (body: typeof whole) => number) => shares.reduce((before, part) => before + figure(part), 0);
    expect(sum(({ people }) => people.value)).toBe(whole.people.value);
    expect(sum(({ outToday }) => outToday.people)).toBe(whole.outToday.people);
    expect(sum(({ pendingRequests }) => pendingRequests.value)).toBe(whole.pendingRequests.value);
    expect(sum(({ approvalRate }) => approvalRate.denominator)).toBe(whole.approvalRate.denominator);
    expect(sum(({ loginFailures }) => loginFailures)).toBe(whole.loginFailures);
  });

  test('sees a new event at the next question', async () => {
    const before = await requests(employee('1009'));
    const request = { employeeId: '1009', requestId: 'new', leaveType: 'annual', from: '2026-05-04', to: '2026-05-05' };
    const event = happened('vacation.request.submitted', '2026-04-01T10:00:00Z', request);
    await fixture.insert('events', [eventRow(event, events.length)]);
    expect(await requests(employee('1009'))).toBe(before + 1);
    expect(await requests(employee('1008'))).toBe(submitted(['1008']));
  });
});

describe('of more people than are folded', () => {
  const strangers = Array.from({ length: mostPeople }, (_, n) => `stranger ${n}`);
  const everybody = people.people.map(({ id }) => id);
  const dataset = datasets.find(({ name }) => name === 'approval_rate') as Dataset;
  const query = queryOf(dataset, readQuery(parametersOf(dataset), new URLSearchParams({ by: 'department' })));
  let tables: Database;
  function ask(ids: readonly string[]) {
    const kafka = { away: () => 0, changes: () => new Map(), state: () => Promise.reject(new Error('away')) };
    const world = {
      database: tables,
      clock: systemClock,
      zone: kyiv.zone,
      kafka,
      letters: {
        known: () => null,
        read: async () => undefined,
        decide: async () => undefined,
        resume: async () => undefined,
      },
      people: new TotalsCache(tables, kyiv),
    };
    return ofPeople(query, world, { kind: 'people', ids });
  }

  beforeAll(() => {
    tables = database(fixture.part.url);
  });
  afterAll(() => tables?.close());

  test('the figures are those of everybody when nobody is left out', async () => {
    const { body } = await fixture.get('/api/statistics/approval_rate?by=department');
    expect((await ask([...everybody, ...strangers])).rows).toEqual(body.rows);
  });

  test('there are none when somebody is left out', async () => {
    await expect(ask([...everybody.slice(1), ...strangers])).rejects.toThrow(`at most ${mostPeople}`);
  });
});
