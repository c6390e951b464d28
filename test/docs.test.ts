import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { citations, hasTitle } from './citations.ts';

const read = (file: string): string => readFileSync(join(import.meta.dirname, '..', file), 'utf8');

describe.each(['docs/security.md', 'docs/patterns.md', 'docs/failures.md', 'docs/comparison.md'])('%s', (file) => {
  test('names only tests that there are', () => {
    const cited = citations(read(file));
    expect(cited.length).toBeGreaterThan(10);
    expect(cited.filter(([test, title]) => !hasTitle(test, title))).toEqual([]);
  });
});

/** The rows of all tables of a page, without their heads, as cells. */
const rowsOf = (page: string): string[][] =>
  [...page.matchAll(/^\| (.+) \|$/gm)]
    .map(([, cells = '']) => cells.split(' | '))
    .filter(([first = ''], at, all) => !first.startsWith('---') && !all[at + 1]?.[0]?.startsWith('---'));

describe('docs/failures.md', () => {
  test('names a test for each failure', () => {
    const rows = rowsOf(read('docs/failures.md'));
    expect(rows.length).toBeGreaterThan(10);
    expect(rows.filter((cells) => citations(cells.at(-1) ?? '').length === 0)).toEqual([]);
  });
});

describe('docs/comparison.md', () => {
  const rows = rowsOf(read('docs/comparison.md'));

  test('has a test for each claim of ours', () => {
    expect(rows.length).toBeGreaterThan(10);
    expect(rows.filter((cells) => citations(cells.at(-1) ?? '').length === 0)).toEqual([]);
  });

  test('has a public source for each claim about others', () => {
    const others = rows.flatMap((cells) => cells.slice(1, -1));
    expect(others.filter((cell) => cell !== 'not found' && !cell.includes('](https://'))).toEqual([]);
  });
});
