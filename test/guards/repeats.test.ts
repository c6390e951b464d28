import { expect, test } from '@jest/globals';
import { repeatsIn } from './repeats.ts';
import { sourceOf } from './source.ts';

/** Lines of code that differ from each other. */
const lines = (count: number, name = 'a'): string =>
  Array.from({ length: count }, (_, at) => `${name}(${at});`).join('\n');
const repeats = (...files: [path: string, text: string][]) =>
  repeatsIn(files.map(([path, text]) => sourceOf(path, text)));

test('ten equal lines in two rooms are a repeat, told once and whole', () => {
  const one = `before();\n${lines(12)}\nafter();`;
  const other = `first();\nsecond();\n${lines(12)}\nlast();`;
  expect(repeats(['api/one.ts', one], ['sinks/other.ts', other])).toMatchObject([
    { length: 12, one: { path: 'api/one.ts', line: 2 }, other: { path: 'sinks/other.ts', line: 3 } },
  ]);
});

test('nine lines are none', () => {
  expect(repeats(['api/one.ts', lines(9)], ['sinks/other.ts', lines(9)])).toEqual([]);
});

test('lines of one room are none; each service is a room', () => {
  expect(repeats(['api/one.ts', lines(10)], ['api/rows/other.ts', lines(10)])).toEqual([]);
  expect(repeats(['services/auth/one.ts', lines(10)], ['services/user/other.ts', lines(10)])).toHaveLength(1);
});

test('indentation, blank lines and comments hide no repeat', () => {
  const other = lines(10).split('\n').join('\n\n  // why\n  ');
  expect(repeats(['api/one.ts', lines(10)], ['sinks/other.ts', `function f() {\n  ${other}\n}`])).toHaveLength(1);
});

test('imports and what is passed on do not count', () => {
  const imports = Array.from({ length: 10 }, (_, at) => `import {\n  a${at},\n} from './a${at}.ts';`).join('\n');
  const passedOn = Array.from({ length: 10 }, (_, at) => `export { b${at} } from './b${at}.ts';`).join('\n');
  const text = `${imports}\n${passedOn}`;
  expect(repeats(['api/one.ts', text], ['sinks/other.ts', text])).toEqual([]);
});
