import { describe, expect, test } from '@jest/globals';
import { Problem } from '#lib/http/problem.ts';
import { readQuery } from '#lib/http/query.ts';
import { datasetNamed, datasets } from './dataset.ts';
import { parametersOf, type Query, queryOf } from './query.ts';

function ask(name: string, query: string): Query {
  const dataset = datasetNamed(name);
  if (!dataset) throw new Error(`no ${name}`);
  return queryOf(dataset, readQuery(parametersOf(dataset), new URLSearchParams(query)));
}

function faults(name: string, query: string): unknown {
  try {
    return ask(name, query);
  } catch (error) {
    if (error instanceof Problem) return error.complaint.faults;
    throw error;
  }
}

const groups = (name: string, by: string) =>
  ask(name, `by=${by}`).by.map(({ column, grain }) => `${column.name}/${grain}`);

describe('a question to a statistic', () => {
  test.each(datasets.map((dataset) => [dataset.name, dataset] as const))(
    '%s may group by any of its columns',
    (name, dataset) => {
      for (const { name: column, grain } of dataset.key) expect(groups(name, column)).toEqual([`${column}/${grain}`]);
    },
  );

  test('groups by several columns, with commas or repeated', () => {
    expect(groups('vacation_days', 'month:quarter,department')).toEqual(['month/quarter', 'department/null']);
    expect(groups('vacation_days', 'month&by=leaveType')).toEqual(['month/month', 'leaveType/null']);
  });

  test.each([
    ['vacation_days', 'days'],
    ['vacation_days', 'month:day'],
    ['vacation_days', 'month:week'],
    ['vacation_days', 'department:month'],
    ['vacation_days', 'month:'],
    ['vacation_days', 'month:year:day'],
    ['vacation_days', 'Month'],
    ['vacation_days', '__proto__'],
    ['approval_rate', 'decidedOn:hour'],
    ['approval_rate', 'approved'],
    ['approval_rate', ''],
  ])('%s cannot group by %j, and says by what it can', (name, by) => {
    expect(faults(name, `by=${by}`)).toEqual([
      { field: 'by', value: by, message: 'nothing to group by', possible: expect.arrayContaining(['department']) },
    ]);
  });

  test('groups by no column twice', () => {
    expect(faults('approval_rate', 'by=decidedOn,decidedOn:month')).toMatchObject([
      { field: 'by', value: 'decidedOn:month', message: 'groups by this column a second time' },
    ]);
  });

  test('has a period of whole days that an as-of day cuts', () => {
    expect(ask('approval_rate', 'from=2025-01-15&to=2025-03-10').period).toEqual({
      from: '2025-01-15',
      to: '2025-03-10',
    });
    expect(ask('approval_rate', 'to=2025-03-10&asOf=2025-02-01').period).toEqual({ from: null, to: '2025-02-01' });
    expect(ask('approval_rate', 'to=2025-03-10&asOf=2025-04-01').period).toEqual({ from: null, to: '2025-03-10' });
  });

  test('about months takes in every month that is touched', () => {
    expect(ask('vacation_days', 'from=2025-01-15&to=2025-02-01').period).toEqual({
      from: '2025-01-01',
      to: '2025-02-28',
    });
    expect(ask('vacation_days', 'asOf=2024-02-10').period).toEqual({ from: null, to: '2024-02-29' });
    expect(ask('vacation_days', 'asOf=2024-12-31').period).toEqual({ from: null, to: '2024-12-31' });
  });

  test('whose period ends before it begins is refused', () => {
    expect(faults('approval_rate', 'from=2025-02-01&to=2025-01-31')).toEqual([
      { field: 'to', value: '2025-01-31', message: 'before the first day, 2025-02-01' },
    ]);
  });

  test('to a dataset without a date refuses to cut by one', () => {
    const dataset = datasetNamed('failed_logins');
    if (!dataset) throw new Error('no failed_logins');
    const timeless = { ...dataset, key: dataset.key.slice(1), time: null, asOf: null };
    expect(() => readQuery(parametersOf(timeless), new URLSearchParams('asOf=2025-01-01'))).toThrow(
      'asOf="2025-01-01": this statistic has no date to cut by.',
    );
  });
});
