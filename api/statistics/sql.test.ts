import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { readQuery } from '#lib/http/query.ts';
import { datasetNamed, datasets } from './dataset.ts';
import { parametersOf, queryOf } from './query.ts';
import { statementOf } from './sql.ts';

function statement(name: string, query: string) {
  const dataset = datasetNamed(name);
  if (!dataset) throw new Error(`no ${name}`);
  return statementOf(queryOf(dataset, readQuery(parametersOf(dataset), new URLSearchParams(query))), 'Europe/Kyiv');
}

describe('the SQL of a question', () => {
  test('sums the newest rows', () => {
    expect(statement('approval_rate', '')).toEqual({
      sql: 'SELECT sum(`approved`) AS m0, sum(`rejected`) AS m1\nFROM `leaveline`.`statistics_approval_rate` FINAL\nWHERE _deleted = 0',
      params: { zone: 'Europe/Kyiv' },
    });
  });

  test('filters, cuts and groups', () => {
    expect(
      statement(
        'requests_by_status',
        'by=submittedOn:month,status&department=A&department=B&from=2025-01-01&asOf=2025-06-30',
      ),
    ).toEqual({
      sql: [
        'SELECT toStartOfMonth(`submitted_on`) AS k0, `status` AS k1, sum(`requests`) AS m0',
        'FROM `leaveline`.`statistics_requests_by_status` FINAL',
        'WHERE _deleted = 0 AND `department` IN {f0:Array(String)} AND `submitted_on` >= {from:Date32} AND `submitted_on` <= {to:Date32}',
        'GROUP BY k0, k1',
      ].join('\n'),
      params: { f0: ['A', 'B'], from: '2025-01-01', to: '2025-06-30', zone: 'Europe/Kyiv' },
    });
  });

  test('keeps the buckets apart that quantiles need', () => {
    expect(statement('decision_lead_time', 'by=department').sql).toContain(
      'SELECT `department` AS k0, `bucket` AS b0, sum(`decisions`) AS m0\n',
    );
    expect(statement('decision_lead_time', 'by=bucket').sql).toContain(
      'SELECT `bucket` AS k0, sum(`decisions`) AS m0\n',
    );
  });

  test('finds the day of an instant in the company’s zone', () => {
    expect(statement('login_activity', 'by=hour:day&to=2025-01-31&hour=2025-01-01T00:00:00Z')).toMatchObject({
      sql: expect.stringMatching(
        /^SELECT toDate32\(toTimeZone\(`hour`, \{zone:String\}\)\) AS k0, .* IN \{f0:Array\(Int64\)\} AND toDate32\(toTimeZone\(`hour`, \{zone:String\}\)\) <= /s,
      ),
      params: { f0: [1735689600000], to: '2025-01-31', zone: 'Europe/Kyiv' },
    });
  });

  test('holds nothing that came from outside', () => {
    const value = fc.string({ unit: 'binary', minLength: 1 }).map((text) => `⟨${text}⟩`);
    fc.assert(
      fc.property(fc.constantFrom(...datasets), fc.array(value, { minLength: 1, maxLength: 3 }), (dataset, values) => {
        const texts = dataset.key.filter(({ kind }) => kind === 'string').map(({ name }) => name);
        const query = new URLSearchParams(
          texts.flatMap((name) => values.map((value): [string, string] => [name, value])),
        );
        const { sql, params } = statement(dataset.name, query.toString());
        expect(sql).not.toMatch(/[⟨⟩]/);
        if (texts.length > 0) expect(JSON.stringify(params)).toContain('⟨');
      }),
    );
  });
});
