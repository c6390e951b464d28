import { describe, expect, test } from '@jest/globals';
import { exceptionBlock, Problem, problemOf } from './problem.ts';
import { endsEarly, literal, readStatement } from './sql.ts';

function rows(sql: string) {
  const statement = readStatement(sql);
  if (statement.kind !== 'rows') throw new Error(`${sql}: ${statement.kind}`);
  return { ...statement, data: sql.slice(statement.data) };
}

describe('an INSERT that carries rows', () => {
  test.each([
    ['INSERT INTO t FORMAT CSV\n1,2', 'INSERT INTO t', '', 'CSV', '1,2'],
    [
      'insert into db.t (a, `FORMAT`) format JSONEachRow {"a":1}',
      'insert into db.t (a, `FORMAT`)',
      '',
      'JSONEachRow',
      '{"a":1}',
    ],
    [
      "INSERT INTO t SETTINGS a = 1, b = 'VALUES' FORMAT CSV\n",
      'INSERT INTO t',
      "SETTINGS a = 1, b = 'VALUES'",
      'CSV',
      '',
    ],
    ['INSERT INTO t (a) VALUES (1), (2)', 'INSERT INTO t (a)', '', 'Values', '(1), (2)'],
    ['/* x */ INSERT INTO TABLE format VALUES(1)', 'INSERT INTO TABLE format', '', 'Values', '(1)'],
    ['INSERT INTO db.values FORMAT RowBinary\n\n\n', 'INSERT INTO db.values', '', 'RowBinary', '\n\n'],
    ["INSERT INTO FUNCTION null('a Int') VALUES (1)", "INSERT INTO FUNCTION null('a Int')", '', 'Values', '(1)'],
  ])('%j', (sql, into, settings, format, data) => {
    expect(rows(sql)).toMatchObject({ into, settings, format, data });
  });
});

test.each([
  ['INSERT INTO t SELECT 1 FORMAT Null', 'query'],
  ['WITH 1 AS a SELECT a', 'query'],
  ["SELECT ';' -- ; x\n;", 'query'],
  ['SELECT $x$;$x$', 'query'],
  ['SELECT 1; SELECT 2', 'refused'],
  ['INSERT INTO t; DROP TABLE t FORMAT CSV', 'refused'],
  ["INSERT INTO t FROM INFILE 'x' FORMAT CSV", 'refused'],
  ["SELECT 1 INTO OUTFILE 'x'", 'refused'],
])('%s: %s', (sql, kind) => expect(readStatement(sql).kind).toBe(kind));

test('the output format is the last FORMAT outside of brackets and strings', () => {
  expect(readStatement("SELECT 'FORMAT CSV', (SELECT 1 AS FORMAT) FORMAT JSON SETTINGS a = 1")).toEqual({
    kind: 'query',
    format: 'JSON',
  });
});

test('values that go on behind a semicolon are found, semicolons inside text are not', () => {
  expect(endsEarly("(1, ';'), (2, 'x');\n")).toBe(false);
  expect(endsEarly('(1); DROP TABLE t')).toBe(true);
});

test('a literal cannot be left', () => expect(literal("a'b\\")).toBe("'a\\'b\\\\'"));

test('an engine error keeps its code and type, without the wrapping and the path of the spooled body', () => {
  const message =
    'Code: 27. DB::Exception: Code: 27. DB::Exception: Cannot parse input: (at row 3)\n: (in file/uri /d/spool/4): While executing File. (CANNOT_PARSE_INPUT_ASSERTION_FAILED) (version 26.7.2.1). (CANNOT_PARSE_INPUT_ASSERTION_FAILED)';
  const problem = problemOf(new Error(message), '/d/spool/4');
  expect([problem.code, problem.type]).toEqual([27, 'CANNOT_PARSE_INPUT_ASSERTION_FAILED']);
  expect(problem.message).toContain('(at row 3)\n: (in the request body)');
});

test('the exception block counts the bytes of its message', () => {
  const block = exceptionBlock(new Problem(395, 'FAILED', 'ї'), 'tag');
  expect(block).toBe('\r\n__exception__\r\ntag\r\nCode: 395. DB::Exception: ї (FAILED)\n38 tag\r\n__exception__\r\n');
});
