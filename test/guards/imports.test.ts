import { describe, expect, test } from '@jest/globals';
import { circlesIn, importsOf, targetOf } from './imports.ts';
import { sourceOf } from './source.ts';

describe('imports of a file', () => {
  test('are found in every form, types included', () => {
    const text = `
      import './side.ts';
      import one, { type T } from '#lib/one.ts';
      import type { U } from 'package';
      export { two } from '../two.ts';
      export type * from './three.ts';
      const four = await import('./four.ts');
      type Five = import('./five.ts').Five;
      const text = "import six from './six.ts'"; // import './seven.ts'`;
    expect(importsOf(sourceOf('room/inner/file.ts', text))).toEqual([
      { from: 'room/inner/file.ts', module: './side.ts', isTypeOnly: false },
      { from: 'room/inner/file.ts', module: '#lib/one.ts', isTypeOnly: false },
      { from: 'room/inner/file.ts', module: 'package', isTypeOnly: true },
      { from: 'room/inner/file.ts', module: '../two.ts', isTypeOnly: false },
      { from: 'room/inner/file.ts', module: './three.ts', isTypeOnly: true },
      { from: 'room/inner/file.ts', module: './four.ts', isTypeOnly: false },
      { from: 'room/inner/file.ts', module: './five.ts', isTypeOnly: true },
    ]);
  });

  test('lead to paths from the root, or to packages', () => {
    const target = (module: string) => targetOf({ from: 'room/inner/file.ts', module, isTypeOnly: false });
    expect([target('./a.ts'), target('../b.ts'), target('#lib/c.ts')]).toEqual([
      'room/inner/a.ts',
      'room/b.ts',
      'lib/c.ts',
    ]);
    expect([target('node:fs'), target('zod')]).toEqual([undefined, undefined]);
  });
});

describe('circles of imports', () => {
  const circles = (graph: Record<string, string[]>) => circlesIn(new Map(Object.entries(graph)));

  test('are none where every import leads down', () => {
    expect(circles({ a: ['b', 'c'], b: ['d'], c: ['d'], d: [] })).toEqual([]);
  });

  test('are found, each with all of its files and nothing else', () => {
    const graph = { a: ['b'], b: ['c'], c: ['d'], d: ['b', 'e'], e: ['f', 'package'], f: ['e'] };
    expect(circles(graph)).toEqual([
      ['e', 'f'],
      ['b', 'c', 'd'],
    ]);
  });
});
