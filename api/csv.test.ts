import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { csvText } from './csv.ts';

/** Reads RFC 4180: quotes doubled inside quotes, CRLF between records. */
function parse(text: string): string[][] {
  const records: string[][] = [[]];
  for (const [, quoted, plain, end] of text.matchAll(/(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n)/g)) {
    records.at(-1)?.push(quoted?.replaceAll('""', '"') ?? plain ?? '');
    if (end === '\r\n') records.push([]);
  }
  return records.slice(0, -1);
}

describe('CSV', () => {
  test('reads back as it was written', () => {
    const cell = fc.string({ unit: 'binary' }).filter((text) => !/^[=+\-@\t\r]/.test(text));
    fc.assert(
      fc.property(fc.array(fc.array(cell, { minLength: 2, maxLength: 4 }), { minLength: 1 }), (rows) => {
        const text = csvText({ comments: [], head: ['a', 'b'], rows });
        expect(parse(text).slice(1)).toEqual(rows);
      }),
    );
  });

  test('keeps comments on lines of their own', () => {
    const text = csvText({ comments: ['department: "a\nb"', 'x\r\ny'], head: ['n'], rows: [[1], [null], [true]] });
    expect(text).toBe('# department: "a b"\r\n# x y\r\nn\r\n1\r\n\r\ntrue\r\n');
  });

  test.each(['=1+1', '+1', '-1', '@SUM(A1)', '\t=1', '\r=1'])('has no formula in %j', (name) => {
    const [[, cell] = []] = parse(csvText({ comments: [], head: [], rows: [['', name]] })).slice(1);
    expect(cell).toBe(`'${name}`);
  });

  test('leaves numbers alone', () => {
    expect(csvText({ comments: [], head: ['n'], rows: [[-1.5]] })).toBe('n\r\n-1.5\r\n');
  });
});
