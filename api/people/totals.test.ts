import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { AnyEvent } from '#schemas/event.ts';
import { statistics } from '#statistics/catalogue.ts';
import { parseRowKey } from '#statistics/rowKey.ts';
import type { DefinedStatistic } from '#statistics/statistic.ts';
import { addSums, type Sum } from '#statistics/sum.ts';
import { anyEvents } from '#test/pipeline/anyEvents.ts';
import { kyiv, type Line, lineUnderTest } from '#test/pipeline/lineUnderTest.ts';
import { company } from '#test/simulate/company.ts';
import { disorderly, history } from '#test/simulate/history.ts';
import { asAnyEvent } from '#test/simulate/published.ts';
import { Totals } from './totals.ts';

type Row = Readonly<Record<string, unknown>>;

const seed = Number(process.env.PROPERTY_SEED ?? 20_260_701);

function totalsOf(events: readonly AnyEvent[]): Totals {
  const totals = new Totals(statistics, kyiv);
  for (const own of Map.groupBy(events, ({ employeeId }) => employeeId).values()) totals.add(own);
  return totals;
}

const texts = (rows: readonly Row[]): string[] =>
  rows.map((row) => JSON.stringify(Object.entries(row).sort(([a], [b]) => (a < b ? -1 : 1)))).sort();

const rowOf = (statistic: DefinedStatistic, [key, { measures }]: readonly [string, Sum]): Row => ({
  ...parseRowKey(statistic, key),
  ...Object.fromEntries(Object.keys(statistic.measures).map((name, at) => [name, measures[at]])),
});

const everyRow = (totals: Totals) =>
  Object.fromEntries(
    statistics.map((statistic) => [
      statistic.name,
      texts([...totals.of(statistic.name)].map((entry) => rowOf(statistic, entry))),
    ]),
  );

const lineRows = (line: Line) => Object.fromEntries(statistics.map(({ name }) => [name, texts(line.statistic(name))]));

async function lineOf(events: readonly AnyEvent[]): Promise<Line> {
  const line = await lineUnderTest({}, { partitions: 2 });
  await line.happen(...events);
  return line;
}

const shuffledTwice = (events: readonly AnyEvent[]) =>
  fc.shuffledSubarray([...events, ...events], { minLength: events.length * 2 });

describe('the totals of people', () => {
  test('are the rows of the line when everybody is asked for: any order, copies, corrections, nobody announced', async () => {
    const cases = anyEvents.chain((events) => fc.tuple(shuffledTwice(events), shuffledTwice(events)));
    await fc.assert(
      fc.asyncProperty(cases, async ([arriving, read]) => {
        expect(everyRow(totalsOf(read))).toEqual(lineRows(await lineOf(arriving)));
      }),
      { seed, numRuns: 60 },
    );
  });

  test('are the rows of the line for a year of the demonstration company', async () => {
    const until = Date.UTC(2026, 2, 1);
    const events = disorderly(history(company('people', 20, '2025-01-01'), 0, until), 'people').map(asAnyEvent);
    expect(events.length).toBeGreaterThan(3_000);
    expect(everyRow(totalsOf(events))).toEqual(lineRows(await lineOf(events)));
  });

  test('of two groups without anybody in common add up to those of both', () => {
    function together(statistic: string, parts: readonly Totals[]) {
      const sums = new Map<string, Sum>();
      for (const [key, sum] of parts.flatMap((part) => [...part.of(statistic)])) {
        const held = sums.get(key);
        sums.set(key, held ? addSums(held, sum) : sum);
      }
      return sums;
    }
    fc.assert(
      fc.property(anyEvents, fc.subarray(['e1', 'e2', 'a/b', '7']), (events, some) => {
        const isIn = ({ employeeId }: AnyEvent) => some.includes(employeeId ?? '');
        const parts = [totalsOf(events.filter(isIn)), totalsOf(events.filter((event) => !isIn(event)))];
        const whole = totalsOf(events);
        for (const { name } of statistics) expect(together(name, parts)).toEqual(whole.of(name));
      }),
      { seed },
    );
  });
});
