import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { canonicalText } from './canonical.ts';
import { differences } from './compatibility.ts';
import { parseSchema } from './parse.ts';
import { SchemaError } from './schema.ts';

type Pair = readonly [reader: string, writer: string, found: readonly (readonly [string, string])[] | null];
type Text = readonly [text: string, canonical: string | null];

const folder = process.env.AVRO_GOLDEN ?? `${import.meta.dirname}/../../test/golden/avro`;
const golden = <T>(name: string): readonly T[] => JSON.parse(readFileSync(`${folder}/${name}.json`, 'utf8'));

function canonical(text: string): string | null {
  try {
    return canonicalText(parseSchema(text));
  } catch (error) {
    if (error instanceof SchemaError) return null;
    throw error;
  }
}

/** Avro throws for a field that stands for several of the writer's; we report it as a difference. */
function compare(reader: string, writer: string): Pair[2] {
  const found = differences(parseSchema(reader), parseSchema(writer));
  if (found.some(({ kind }) => kind === 'AMBIGUOUS_FIELD_ALIAS')) return null;
  return found.map(({ kind, path }) => [kind, path]);
}

describe('against Apache Avro', () => {
  test('every text is refused, or has the canonical text, as in Java', () => {
    const texts = golden<Text>('texts');
    const wrong = texts.filter(([text, expected]) => canonical(text) !== expected);
    expect(texts.length).toBeGreaterThan(2_000);
    expect(wrong.map(([text, expected]) => ({ text, expected, found: canonical(text) })).slice(0, 5)).toEqual([]);
  });

  test('every pair of reader and writer has the same incompatibilities at the same places', () => {
    const pairs = golden<Pair>('pairs');
    const wrong = pairs.filter(
      ([reader, writer, expected]) => JSON.stringify(compare(reader, writer)) !== JSON.stringify(expected),
    );
    expect(pairs.length).toBeGreaterThan(2_000);
    expect(wrong.slice(0, 5).map((pair) => [...pair, compare(pair[0], pair[1])])).toEqual([]);
  });
});
