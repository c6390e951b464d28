import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { eventTypes } from '#schemas/catalogue.ts';
import { pages } from './pages.ts';

test.each([...pages()])('%s says what the definitions say (else: npm run docs)', (name, text) => {
  expect(readFileSync(join(import.meta.dirname, name), 'utf8')).toBe(text);
});

test('every example in the list of events is accepted as it stands', () => {
  const examples = [...(pages().get('events.md') ?? '').matchAll(/```json\n([\s\S]*?)```/g)].map(([, json]) =>
    JSON.parse(json ?? ''),
  );
  expect(examples.map(({ type }) => type)).toEqual(eventTypes.map(({ type }) => type));
  for (const { type, data } of examples) {
    const definition = eventTypes.find((one) => one.type === type);
    expect([type, definition?.json.safeParse(data).error?.issues]).toEqual([type, undefined]);
  }
});
