import type { AnyEvent } from '#schemas/event.ts';
import { statistics as catalogue } from '#statistics/catalogue.ts';
import type { CompanySettings } from '#statistics/entities/settings.ts';
import { oracle } from '#test/oracle/oracle.ts';
import { kyiv, type Line } from './lineUnderTest.ts';

type Row = Readonly<Record<string, unknown>>;

/** Rows as texts, so that neither their order nor that of their columns matters. */
const texts = (rows: readonly Row[]): string[] =>
  rows.map((row) => JSON.stringify(Object.entries(row).sort(([a], [b]) => (a < b ? -1 : 1)))).sort();

/** Everything that a reader of the public topics sees. */
export const everything = (line: Line): Record<string, string[]> => ({
  ...Object.fromEntries(catalogue.map(({ name }) => [name, texts(line.statistic(name))])),
  requests: texts(line.enriched('hr.vacation-requests')),
  absenceDays: texts(line.enriched('hr.absence-days')),
  employees: texts(line.enriched('hr.employees')),
});

/** The same, as the oracle has it. */
export function expected(events: readonly AnyEvent[], settings: CompanySettings = kyiv): Record<string, string[]> {
  const { statistics, requests, absenceDays, employees } = oracle(events, settings);
  return {
    ...Object.fromEntries([...statistics].map(([name, rows]) => [name, texts(rows)])),
    requests: texts(requests),
    absenceDays: texts(absenceDays),
    employees: texts(employees),
  };
}
