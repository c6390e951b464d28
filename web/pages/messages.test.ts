import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import type { Plural } from '../language/message.ts';
import { en } from '../language/messages/en.ts';
import { uk } from '../language/messages/uk.ts';
import { messages } from './messages.ts';

type Texts = Readonly<Record<string, string | Plural>>;

const files: [name: string, en: Texts, uk: Texts][] = [['shell', en, uk]];
for (const [name, load] of Object.entries(messages)) {
  const [english, ukrainian] = await load();
  files.push([name, english.en, ukrainian.uk]);
}

const texts = (message: string | Plural | undefined): string[] =>
  typeof message === 'string' ? [message] : Object.values<string>({ ...message });
const placeholders = (text: string): string[] => [...text.matchAll(/\{\w+\}/g)].map(([name]) => name).sort();
const distinct = (text: string): string[] => [...new Set(placeholders(text))];

describe.each(files)('the two message files of %s', (_, english, ukrainian) => {
  const keys = Object.keys(english);

  test('have the same keys in the same order', () => {
    expect(Object.keys(ukrainian)).toEqual(keys);
  });

  test('fill in the same values in both languages', () => {
    for (const key of keys) {
      const wanted = distinct(texts(english[key]).at(-1) ?? '');
      for (const text of [...texts(english[key]), ...texts(ukrainian[key])])
        expect([key, distinct(text)]).toEqual([key, wanted]);
    }
  });

  test('mark figures in pairs of stars', () => {
    for (const key of keys)
      for (const text of [...texts(english[key]), ...texts(ukrainian[key])])
        expect([key, text.split('*').length % 2]).toEqual([key, 1]);
  });

  test('have every plural form that their language tells apart', () => {
    for (const key of keys) {
      if (typeof english[key] === 'string') continue;
      expect([key, Object.keys(english[key] ?? {})]).toEqual([key, ['one', 'other']]);
      expect([key, Object.keys(ukrainian[key] ?? {})]).toEqual([key, ['one', 'few', 'many', 'other']]);
    }
  });

  test('are not copies of each other wherever there are words', () => {
    const same = keys.filter((key) => JSON.stringify(english[key]) === JSON.stringify(ukrainian[key]));
    const worded = same.filter((key) =>
      texts(english[key]).some((text) => /\p{L}/u.test(text.replace(/\{\w+\}/g, ''))),
    );
    expect(worded.filter((key) => key !== 'product.name')).toEqual([]);
  });
});

test('no text is said by two areas', () => {
  const keys = files.flatMap(([, english]) => Object.keys(english));
  expect(keys.filter((key, index) => keys.indexOf(key) !== index)).toEqual([]);
});

test('every area with texts can be named by pages', () => {
  const folder = join(import.meta.dirname, '../areas');
  const worded = readdirSync(folder).filter((area) => existsSync(join(folder, area, 'messages')));
  expect(worded.filter((area) => !(area in messages))).toEqual([]);
});
