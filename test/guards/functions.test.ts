import { describe, expect, test } from '@jest/globals';
import { functionsOf, isTooLong, type MeasuredFunction, summaryOf } from './functions.ts';
import { sourceOf } from './source.ts';

const measured = (text: string): MeasuredFunction[] => functionsOf(sourceOf('room/file.tsx', text));
const only = (text: string) => measured(text).map(({ name, length }) => [name, length]);
const times = (count: number, line: string): string => `${line}\n`.repeat(count);

describe('the length of a function', () => {
  test('is every line from the first to the last', () => {
    expect(only('function add(\n  a: number,\n  b: number,\n) {\n  return a + b;\n}')).toEqual([['add', 6]]);
  });

  test('leaves out blank lines and comments, but no line with code beside a comment', () => {
    expect(only('function one() {\n\n  // why\n  /* a\n  long one */\n  return 1; // one\n}')).toEqual([['one', 3]]);
  });

  test('holds JSX', () => {
    const text = `const Page = () => (\n  <main>\n${times(60, '<p>text</p>')}</main>\n);`;
    expect(only(text)).toEqual([['Page', 64]]);
  });

  test('holds template literals', () => {
    expect(only(`const sql = () => \`\n${times(60, 'select 1')}\`;`)).toEqual([['sql', 62]]);
  });

  test('holds objects and the functions inside, which count for themselves too', () => {
    const text = `function make() {\n  return {\n    first: () => 1,\n    second() {\n      return 2;\n    },\n  };\n}`;
    expect(only(text)).toEqual([
      ['first', 1],
      ['second', 3],
      ['make', 8],
    ]);
  });

  test('is known of every form: method, getter, constructor, class field, generator, callback, default export', () => {
    const text = `
      class Store {
        #field = () => 1;
        constructor() {}
        get size() { return 1; }
        async *each() {}
      }
      const found = list.map((each) => each.name);
      export default function () {}`;
    expect(only(text).map(([name]) => name)).toEqual([
      '#field',
      'constructor',
      'size',
      'each',
      'callback in the module',
      'callback in the module',
    ]);
  });

  test('is not asked of signatures without a body', () => {
    expect(only('declare function a(): void;\nabstract class B { abstract c(): void }')).toEqual([]);
  });
});

describe('a component', () => {
  const isComponent = (text: string): boolean | undefined =>
    measured(text).find(({ name }) => name === 'C')?.isComponent;

  test('returns JSX', () => {
    expect(isComponent('const C = () => <p />;')).toBe(true);
    expect(isComponent('function C() { return <></>; }')).toBe(true);
    expect(isComponent('function C() { if (wait) return <p />; return null; }')).toBe(true);
    expect(isComponent('const C = () => (ready ? <p /> : null);')).toBe(true);
    expect(isComponent('const C = () => ready && <p />;')).toBe(true);
  });

  test('is nothing that only holds one, or uses JSX on its way', () => {
    expect(isComponent('function C() { return list.map(() => <p />); }')).toBe(false);
    expect(isComponent('function C() { const text = <p />; return render(text); }')).toBe(false);
    expect(isComponent('const C = () => 1;')).toBe(false);
  });
});

describe('the limit', () => {
  const lines = (count: number): string => `{\n${times(count - 2, 'go();')}}`;
  const tooLong = (text: string): boolean => measured(text).some(isTooLong);

  test('is 40 lines for a function', () => {
    expect(tooLong(`function f() ${lines(40)}`)).toBe(false);
    expect(tooLong(`function f() ${lines(41)}`)).toBe(true);
    expect(tooLong(`list.each(() => ${lines(41)});`)).toBe(true);
  });

  test('is 50 lines for a component', () => {
    const component = (count: number): string => `const C = () => (\n<ul>\n${times(count - 4, '<li />')}</ul>\n);`;
    expect(tooLong(component(50))).toBe(false);
    expect(tooLong(component(51))).toBe(true);
  });
});

test('figures are the median, the 95th of 100 and the longest', () => {
  const functions = Array.from({ length: 100 }, (_, at) => ({
    ...(measured('() => 1')[0] as MeasuredFunction),
    length: at + 1,
  }));
  expect(summaryOf(functions)).toBe('100, lines: median 50, p95 95, max 100');
});
