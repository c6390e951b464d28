import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { countWords } from './countWords.ts';

const text = (name: string): string => readFileSync(join(import.meta.dirname, name), 'utf8');

describe('the examples of the README', () => {
  test('are the files of this folder, in this order', () => {
    const shown = [...text('../README.md').matchAll(/```ts\n(.*?)```/gs)].map(([, code]) => code);
    expect(shown).toEqual(['wordCount.ts', 'countWords.ts', 'main.ts'].map(text));
  });

  test('count words', async () => {
    const counted = await countWords(['to', 'be', 'or', 'not', 'to', 'be']);
    expect(Object.fromEntries(counted)).toEqual({ to: 2, be: 2, or: 1, not: 1 });
  });
});
