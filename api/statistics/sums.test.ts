import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { addDays, localDate, weekday } from '#lib/dates.ts';
import { formatMillionths } from '#lib/millionths.ts';
import { statistics } from '#statistics/catalogue.ts';
import { columnName } from '#tables/tables.ts';
import type { Grain } from '../answers.ts';
import { address, type Fixture, startFixture, zone } from '../testing/fixture.ts';
import { type Dataset, datasetNamed, type KeyColumn } from './dataset.ts';
import { coarserThan } from './grain.ts';

type Value = string | number;

/** A row as it stands, measures in whole units (days in millionths). */
interface Standing {
  readonly key: Readonly<Record<string, Value>>;
  readonly sums: Readonly<Record<string, number>>;
}

const hourMs = 3_600_000;
const texts = ['Sales', 'IT', "O'Hara \\ “R&D”,;\n", '=1+1', '', 'Відділ 🚀', "x' OR 1=1 -- "];
const [firstDay, days] = ['2024-02-20', 130] as const;
// Around midnight in Kyiv, and around both changes of the clocks.
const firstHours = ['2024-03-30T20:00:00Z', '2024-10-26T20:00:00Z', '2024-12-31T20:00:00Z'].map((text) =>
  Date.parse(text),
);

const dayValue = fc.integer({ min: 0, max: days }).map((n) => addDays(firstDay, n));
const values: Readonly<Record<KeyColumn['kind'], fc.Arbitrary<Value>>> = {
  string: fc.constantFrom(...texts),
  int: fc.constantFrom(-1, 0, 1, 2, 24, 72, 720, 1440),
  date: dayValue,
  instant: fc.tuple(fc.constantFrom(...firstHours), fc.integer({ min: 0, max: 12 })).map(([at, n]) => at + n * hourMs),
};

const keyOf = ({ name, kind, grain }: KeyColumn): fc.Arbitrary<readonly [string, Value]> =>
  values[kind].map((value) => [name, grain === 'month' ? `${String(value).slice(0, 7)}-01` : value]);

const standing = (dataset: Dataset): fc.Arbitrary<Standing> =>
  fc.record({
    key: fc.tuple(...dataset.key.map(keyOf)).map(Object.fromEntries),
    sums: fc.record(
      Object.fromEntries(
        dataset.measures.map(({ name, kind }) => [
          name,
          kind === 'days' ? fc.integer({ min: -1e9, max: 1e12 }) : fc.nat(1000),
        ]),
      ),
    ),
  }) as fc.Arbitrary<Standing>;

const stored = (dataset: Dataset, { key, sums }: Standing, version: number, deleted = 0): Record<string, unknown> => ({
  ...Object.fromEntries(
    Object.entries(key).map(([name, value]) => [columnName(name), instantText(dataset, name, value)]),
  ),
  ...Object.fromEntries(
    dataset.measures.map(({ name, kind }) => [
      columnName(name),
      kind === 'days' ? formatMillionths(sums[name] ?? 0) : sums[name],
    ]),
  ),
  _version: String(version),
  _deleted: deleted,
});

const instantText = ({ key }: Dataset, name: string, value: Value): Value =>
  key.find((column) => column.name === name)?.kind === 'instant'
    ? new Date(value).toISOString().replace('Z', '')
    : value;

let fixture: Fixture;
const tables = new Map<string, readonly Standing[]>();

/** Rows that stand, older versions of them, and rows that were taken back; in several parts. */
async function fill(dataset: Dataset): Promise<void> {
  const rows = fc.sample(standing(dataset), 300);
  const unique = [...new Map(rows.map((row) => [JSON.stringify(row.key), row])).values()];
  const [gone, held] = [unique.slice(0, 40), unique.slice(40)];
  const old = held.slice(0, 80).map((row) => ({ ...row, sums: { ...row.sums, [dataset.measures[0]?.name ?? '']: 7 } }));
  const table = `statistics_${dataset.name}`;
  await fixture.insert(
    table,
    [...old, ...gone].map((row) => stored(dataset, row, 1)),
  );
  await fixture.insert(table, [
    ...held.map((row) => stored(dataset, row, 3)),
    ...gone.map((row) => stored(dataset, row, 2, 1)),
  ]);
  await fixture.insert(
    table,
    old.slice(0, 20).map((row) => stored(dataset, row, 2)),
  );
  tables.set(dataset.name, held);
}

const names = statistics.map(({ name }) => name);
function named(name: string): Dataset {
  const dataset = datasetNamed(name);
  if (!dataset) throw new Error(`no ${name}`);
  return dataset;
}

beforeAll(async () => {
  fixture = await startFixture();
  await fixture.createTables();
  for (const name of names) await fill(named(name));
}, 60_000);
afterAll(() => fixture?.stop());

const localDay = ({ kind }: KeyColumn, value: Value): string =>
  kind === 'instant' ? localDate(Number(value), zone) : String(value);

function coarse(column: KeyColumn, grain: Grain | null, value: Value): Value {
  if (grain === null) return value;
  if (grain === 'hour') return new Date(value).toISOString();
  const day = localDay(column, value);
  const month = Math.floor((Number(day.slice(5, 7)) - 1) / 3) * 3 + 1;
  if (grain === 'day') return day;
  if (grain === 'week') return addDays(day, 1 - weekday(day));
  if (grain === 'month') return `${day.slice(0, 7)}-01`;
  return grain === 'year' ? `${day.slice(0, 4)}-01-01` : `${day.slice(0, 4)}-${String(month).padStart(2, '0')}-01`;
}

interface Asking {
  readonly by: readonly (readonly [KeyColumn, Grain | null])[];
  readonly filters: readonly (readonly [KeyColumn, readonly Value[]])[];
  readonly from: string | undefined;
  readonly to: string | undefined;
  readonly asOf: string | undefined;
}

const asking = ({ key }: Dataset): fc.Arbitrary<Asking> =>
  fc
    .record({
      columns: fc.subarray([...key]),
      grains: fc.array(fc.nat(20), { minLength: 5, maxLength: 5 }),
      filtered: fc.oneof(fc.constant<KeyColumn[]>([]), fc.subarray([...key], { maxLength: 2 })),
      picks: fc.array(fc.array(fc.nat(1000), { minLength: 1, maxLength: 4 }), { minLength: 5, maxLength: 5 }),
      from: fc.option(dayValue, { nil: undefined, freq: 2 }),
      length: fc.option(fc.nat(90), { nil: undefined }),
      asOf: fc.option(dayValue, { nil: undefined, freq: 2 }),
    })
    .map(({ columns, grains, filtered, picks, from, length, asOf }) => ({
      by: columns.map((column, at) => [column, pickGrain(column, grains[at] ?? 0)] as const),
      filters: filtered.map((column, at) => [column, valuesFor(column, picks[at] ?? [])] as const),
      from,
      to: from && length !== undefined ? addDays(from, length) : undefined,
      asOf,
    }));

function pickGrain({ grain }: KeyColumn, n: number): Grain | null {
  if (grain === null) return null;
  const possible = coarserThan(grain);
  return possible[n % possible.length] ?? grain;
}

const valuesFor = ({ kind, grain }: KeyColumn, picks: readonly number[]): Value[] =>
  picks.map((n) => {
    if (kind === 'string') return texts[n % texts.length] ?? '';
    if (kind === 'int') return [-1, 0, 1, 2, 24, 72][n % 6] ?? 0;
    if (kind === 'instant') return (firstHours[n % firstHours.length] ?? 0) + (n % 13) * hourMs;
    const day = addDays(firstDay, n % days);
    return grain === 'month' ? `${day.slice(0, 7)}-01` : day;
  });

/** The plain sum: every row looked at, one after the other. */
function sumUp(dataset: Dataset, rows: readonly Standing[], { by, filters, from, to, asOf }: Asking) {
  const groups = new Map<string, Standing[]>();
  const through = rows.filter(({ key }) => {
    const time = dataset.time;
    const day = time ? localDay(time, key[time.name] ?? '') : '';
    const unit = time?.grain === 'month' ? 7 : 10;
    const within =
      (!from || day.slice(0, unit) >= from.slice(0, unit)) &&
      [to, asOf].every((last) => !last || day.slice(0, unit) <= last.slice(0, unit));
    return within && filters.every(([column, values]) => values.includes(key[column.name] ?? ''));
  });
  for (const row of through) {
    const key = Object.fromEntries(
      by.map(([column, grain]) => [column.name, coarse(column, grain, row.key[column.name] ?? '')]),
    );
    const text = JSON.stringify(key);
    groups.set(text, [...(groups.get(text) ?? []), row]);
  }
  return { through, groups };
}

function measured(dataset: Dataset, rows: readonly Standing[], by: Asking['by']): Record<string, unknown> {
  const total = (name: string) => rows.reduce((sum, { sums }) => sum + (sums[name] ?? 0), 0);
  function shown(name: string) {
    const days = dataset.measures.find((measure) => measure.name === name)?.kind === 'days';
    return days ? Number(formatMillionths(total(name))) : total(name);
  }
  const result: Record<string, unknown> = Object.fromEntries(dataset.measures.map(({ name }) => [name, shown(name)]));
  for (const [name, figure] of Object.entries(dataset.derived)) {
    if (figure.kind === 'ratio') {
      const [numerator, denominator] = [figure.numerator, figure.denominator].map((list) =>
        list.reduce((sum, m) => sum + shown(m), 0),
      );
      result[name] = { value: denominator ? (numerator ?? 0) / denominator : null, numerator, denominator };
    } else if (!by.some(([column]) => column.name === figure.bucket)) result[name] = naiveQuantile(rows, figure);
  }
  return result;
}

function naiveQuantile(
  rows: readonly Standing[],
  { bucket, measure, quantile }: { bucket: string; measure: string; quantile: number },
) {
  const each = rows
    .flatMap(({ key, sums }) => Array<number>(sums[measure] ?? 0).fill(Number(key[bucket])))
    .sort((a, b) => a - b);
  if (each.length === 0) return { value: null, numerator: 0, denominator: 0 };
  const place = Math.max(0, Math.ceil((Math.round(quantile * 100) * each.length) / 100) - 1);
  const value = each[place] ?? 0;
  return { value, numerator: each.filter((bound) => bound <= value).length, denominator: each.length };
}

const parametersOf = ({ by, filters, from, to, asOf }: Asking) => ({
  by: by.length > 0 ? by.map(([{ name }, grain]) => (grain ? `${name}:${grain}` : name)).join(',') : undefined,
  ...Object.fromEntries(
    filters.map(([{ name, kind }, values]) => [
      name,
      kind === 'instant' ? values.map((at) => new Date(at).toISOString()) : values,
    ]),
  ),
  from,
  to,
  asOf,
});

describe.each(names)('%s', (name) => {
  test('is the plain sum under any filters, groupings and as-of day', async () => {
    const dataset = named(name);
    const rows = tables.get(name) ?? [];
    await fc.assert(
      fc.asyncProperty(asking(dataset), async (question) => {
        const { status, body } = await fixture.get(address(`/api/statistics/${name}`, parametersOf(question)));
        expect(status).toBe(200);
        const { through, groups } = sumUp(dataset, rows, question);
        const { by } = question;
        expect(body.total).toEqual(measured(dataset, through, []));
        const expected =
          by.length === 0
            ? [measured(dataset, through, [])]
            : [...groups].map(([key, list]) => ({ ...JSON.parse(key), ...measured(dataset, list, by) }));
        const text = (row: unknown) => JSON.stringify(row);
        expect(body.rows.map(text).sort()).toEqual(expected.map(text).sort());
        expect(body.asOf).toBe(question.asOf ?? null);
      }),
      { numRuns: 25 },
    );
  }, 60_000);

  test('says in CSV what it says in JSON', async () => {
    const dataset = named(name);
    const by = dataset.key.map((column) => column.name).join(',');
    const [{ body }, { text, headers }] = await Promise.all([
      fixture.get(`/api/statistics/${name}?by=${by}`),
      fixture.get(`/api/statistics/${name}?by=${by}&format=csv`),
    ]);
    expect(headers.get('content-type')).toBe('text/csv; charset=utf-8');
    const comments = text.split('\r\n').filter((line) => line.startsWith('# '));
    expect(comments[0]).toBe(`# statistic: ${name}`);
    const table = text.slice(comments.join('\r\n').length + 2);
    const measures = dataset.measures.map((measure) => measure.name);
    const records = table.trim().split('\r\n');
    expect(records[0]).toMatch(new RegExp(`^${[...dataset.key.map((column) => column.name), ...measures].join(',')}`));
    expect(records).toHaveLength(body.rows.length + 1);
  });
});

describe('an answer', () => {
  test('is ordered by its key, and cut behind its limit with the total of all', async () => {
    const whole = await fixture.get('/api/statistics/vacation_days?by=department,month');
    const keys = whole.body.rows.map(({ department, month }: Record<string, string>) => [department, month]);
    const order = ([a, b]: string[], [c, d]: string[]) =>
      a === c ? ((b ?? '') < (d ?? '') ? -1 : 1) : (a ?? '') < (c ?? '') ? -1 : 1;
    expect(keys).toEqual(keys.toSorted(order));
    const cut = await fixture.get('/api/statistics/vacation_days?by=department,month&limit=3');
    expect(cut.body).toMatchObject({ truncated: true, total: whole.body.total, rows: whole.body.rows.slice(0, 3) });
    expect(whole.body.truncated).toBe(false);
  });

  test('says which months an as-of day takes in', async () => {
    const { body } = await fixture.get('/api/statistics/vacation_days?asOf=2024-03-10&from=2024-02-29');
    expect(body.period).toEqual({ column: 'month', from: '2024-02-01', to: '2024-03-31' });
    expect(body.notes.map(({ en }: { en: string }) => en)).toEqual([
      expect.stringContaining('as it is known today'),
      expect.stringContaining('Months are whole'),
    ]);
  });
});
