import { describe, expect, test } from '@jest/globals';
import { columns } from './line.ts';
import { maxLines, parseFile } from './parse.ts';

const header = 'employee_number,first_name,last_name,email,department';
const faultsOf = async (text: string) =>
  (await parseFile(text)).faults.map(({ line, column, value }) => [line, column, value]);

describe('a file of people', () => {
  test('is read with every column', async () => {
    const text = `${columns.join(',')}\n7,Їжак,О'Нілл,a@b.example,Продажі,2026-01-01,8,UA,uk,2020-02-29,1 1 1 1 0.5 0 0\n`;
    expect(await parseFile(text)).toEqual({
      total: 1,
      faults: [],
      lines: [
        {
          line: 2,
          employeeId: '7',
          firstName: 'Їжак',
          lastName: "О'Нілл",
          email: 'a@b.example',
          department: 'Продажі',
          from: '2026-01-01',
          managerId: '8',
          region: 'UA',
          locale: 'uk',
          hiredOn: '2020-02-29',
          schedule: [1_000_000, 1_000_000, 1_000_000, 1_000_000, 500_000, 0, 0],
        },
      ],
    });
  });

  test('may come with a byte order mark, semicolons, Windows line ends and quoted separators', async () => {
    const text = '\uFEFFemployee_number;first_name;department\r\n7;Оля;"Продажі; Львів"\r\n';
    expect((await parseFile(text)).lines).toEqual([
      { line: 2, employeeId: '7', firstName: 'Оля', department: 'Продажі; Львів' },
    ]);
  });

  test('empty cells say nothing, empty lines are no people', async () => {
    expect(await parseFile('employee_number,email\n\n7,\n,\n')).toEqual({
      total: 1,
      faults: [],
      lines: [{ line: 3, employeeId: '7' }],
    });
  });

  test('every bad cell is named with its line in the file, also behind a cell of several lines', async () => {
    const text = `${header}\n7,"Оля\nОленка",B,a@b.example,IT\n8,Ян,К,no-mail,IT\n,X,Y,x@y.example,IT\n`;
    expect(await faultsOf(text)).toEqual([
      [2, 'first_name', 'Оля\nОленка'],
      [4, 'email', 'no-mail'],
      [5, 'employee_number', ''],
    ]);
  });

  test('every fault has a message and a remedy', async () => {
    const bad = await parseFile(
      `${columns.join(',')}\n!,${'я'.repeat(201)},\u0001,x,,2026-02-30,?,Ukraine,de,tomorrow,1 1 1\n`,
    );
    expect(bad.faults).toHaveLength(10);
    expect(bad.faults.filter(({ message, remedy }) => message === '' || remedy === '')).toEqual([]);
  });

  test('a line with more or fewer cells is a fault of the whole line', async () => {
    expect(await faultsOf(`${header}\n7,A,B\n8,A,B,a@b.example,IT,x\n`)).toEqual([
      [2, '', ''],
      [3, '', ''],
    ]);
  });

  test('unmatched quotation marks spoil their line alone', async () => {
    const { faults, lines } = await parseFile('employee_number,first_name\n7,A"B\n8,Ян\n');
    expect(faults.map(({ line }) => line)).toEqual([2]);
    expect(lines).toEqual([{ line: 3, employeeId: '8', firstName: 'Ян' }]);
  });

  test.each([
    ['', [[1, '', '']]],
    ['employee_number,phone\n7,1\n', [[1, 'phone', 'phone']]],
    [
      'email,email\na@b.example,x\n',
      [
        [1, 'email', 'email'],
        [1, 'employee_number', ''],
      ],
    ],
  ])('the header %j is refused', async (text, expected) => {
    expect(await faultsOf(text)).toEqual(expected);
  });

  test('too many lines are refused as a whole', async () => {
    const text = `employee_number\n${'7\n'.repeat(maxLines + 1)}`;
    expect(await parseFile(text)).toMatchObject({
      lines: [],
      total: maxLines + 1,
      faults: [{ value: String(maxLines + 1) }],
    });
  });
});
