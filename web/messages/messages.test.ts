import { describe, expect, test } from '@jest/globals';
import type { MessageKey, Plural } from '../language/message.ts';
import { en } from './en.ts';
import { uk } from './uk.ts';

const keys = Object.keys(en) as MessageKey[];
const texts = (message: string | Plural): string[] =>
  typeof message === 'string' ? [message] : Object.values<string>({ ...message });
const placeholders = (text: string): string[] => [...text.matchAll(/\{\w+\}/g)].map(([name]) => name).sort();

describe('the two message files', () => {
  test('have the same keys in the same order', () => {
    expect(Object.keys(uk)).toEqual(keys);
  });

  test.each(keys)('%s fills in the same values in both languages', (key) => {
    const wanted = [...new Set(placeholders(texts(en[key]).at(-1) ?? ''))];
    for (const text of [...texts(en[key]), ...texts(uk[key])]) expect([...new Set(placeholders(text))]).toEqual(wanted);
  });

  test('marks figures in pairs of stars', () => {
    for (const key of keys)
      for (const text of [...texts(en[key]), ...texts(uk[key])]) expect(text.split('*').length % 2).toBe(1);
  });

  test('have every plural form that their language tells apart', () => {
    for (const key of keys) {
      if (typeof en[key] === 'string') continue;
      expect(Object.keys(en[key])).toEqual(['one', 'other']);
      expect(Object.keys(uk[key])).toEqual(['one', 'few', 'many', 'other']);
    }
  });

  test('are not copies of each other wherever there are words', () => {
    const same = keys.filter((key) => JSON.stringify(en[key]) === JSON.stringify(uk[key]));
    const worded = same.filter((key) => texts(en[key]).some((text) => /\p{L}/u.test(text.replace(/\{\w+\}/g, ''))));
    expect(worded).toEqual(['product.name']);
  });
});
