import { describe, expect, test } from '@jest/globals';
import { z } from 'zod';
import { Problem } from './problem.ts';
import { day, impossible, instant, limit, many, readQuery, text, whole } from './query.ts';

const type = z.strictObject({
  department: many(text).optional(),
  bucket: many(whole).optional(),
  at: instant.optional(),
  from: day.optional(),
  format: z.enum(['json', 'csv']).default('json'),
  limit: limit(100, 1000),
  asOf: impossible('there is no date'),
});

const read = (query: string) => readQuery(type, new URLSearchParams(query));

function faults(query: string): unknown {
  try {
    return read(query);
  } catch (error) {
    if (error instanceof Problem) return error.complaint.faults;
    throw error;
  }
}

describe('parameters', () => {
  test('are read into their types', () => {
    const asked = read('department=Sales&department=R%26D&bucket=-1&at=2026-07-01T09:00:00%2B03:00&from=2026-02-28');
    expect(asked).toEqual({
      department: ['Sales', 'R&D'],
      bucket: [-1],
      at: Date.UTC(2026, 6, 1, 6),
      from: '2026-02-28',
      format: 'json',
      limit: 100,
    });
  });

  test('that do not exist are named with those that do', () => {
    expect(faults('departmnt=Sales')).toEqual([
      {
        field: 'departmnt',
        value: 'Sales',
        message: 'no such parameter',
        possible: ['department', 'bucket', 'at', 'from', 'format', 'limit'],
      },
    ]);
  });

  test('that cannot be read are all named at once', () => {
    expect(faults('from=2026-02-29&limit=1001&format=xml&bucket=1.5&at=2026-07-01')).toEqual([
      expect.objectContaining({ field: 'bucket', value: '1.5', message: 'not a whole number' }),
      expect.objectContaining({ field: 'at', value: '2026-07-01' }),
      expect.objectContaining({
        field: 'from',
        value: '2026-02-29',
        message: 'not a calendar day such as 2026-07-01',
      }),
      { field: 'format', value: 'xml', message: 'not one of the words', possible: ['json', 'csv'] },
      expect.objectContaining({ field: 'limit', message: 'not a whole number from 1 to 1000' }),
    ]);
  });

  test('of a list are named by the value that is wrong', () => {
    expect(faults('bucket=1&bucket=two&bucket=3')).toMatchObject([{ field: 'bucket', value: 'two' }]);
  });

  test('that may be given once are refused twice', () => {
    expect(faults('limit=5&limit=6')).toMatchObject([{ field: 'limit', message: 'can be given only once' }]);
  });

  test('that a route cannot have say why', () => {
    expect(faults('asOf=2026-01-01')).toEqual([{ field: 'asOf', value: '2026-01-01', message: 'there is no date' }]);
  });

  test.each(['__proto__', 'constructor', 'toString'])('named %s are no parameters', (name) => {
    expect(faults(`${name}=1`)).toMatchObject([{ field: name, message: 'no such parameter' }]);
  });

  test.each(['from=1899-12-31', 'from=2300-01-01', 'at=1899-12-31T23:59:59Z', 'limit=0', 'limit=', 'from='])(
    'refuse %s',
    (query) => expect(faults(query)).toHaveLength(1),
  );
});
