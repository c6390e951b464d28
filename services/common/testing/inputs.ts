import type { z } from 'zod';
import { schemaOf } from '#lib/http/openapi.ts';

/** A part of a JSON Schema, as far as inputs are read from it. */
interface Schema {
  readonly type?: string;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly items?: Schema;
  readonly additionalProperties?: Schema | boolean;
  readonly anyOf?: readonly Schema[];
  readonly oneOf?: readonly Schema[];
  readonly allOf?: readonly Schema[];
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly format?: string;
  readonly pattern?: string;
  readonly default?: unknown;
  readonly minimum?: number;
  readonly exclusiveMinimum?: number;
  readonly minItems?: number;
  readonly minLength?: number;
}

/** Values that a JSON Schema cannot tell, by the field's name: a day, a leave type that there is. */
export type Examples = Readonly<Record<string, unknown>>;

/** Where a value stands: `decisions`, `0`, `requestId`. */
export type Place = readonly string[];

const formats: Readonly<Record<string, string>> = {
  email: 'olena@company.example',
  uuid: '3f2b8a52-9c1d-4b7e-8a35-0c6d2f1e9b47',
  'date-time': '2026-07-01T09:00:00Z',
  date: '2026-07-01',
};

/** What a `pattern` may be content with. */
const guesses = ['x', '1', 'UA', '2026-07-01', '5.1.1', '123456', 'x'.repeat(43), '2026-07', 'auth.', '0 9 * * 1'];

/** A value that the type takes, as complete as it can be. */
export const sampleOf = (type: z.ZodType, examples: Examples = {}): unknown =>
  sample(schemaOf(type, 'input') as Schema, '', examples);

function sample(schema: Schema, name: string, examples: Examples): unknown {
  if (name in examples) return examples[name];
  if (schema.const !== undefined) return schema.const;
  if (schema.enum) return schema.enum[0];
  const branches = schema.anyOf ?? schema.oneOf ?? schema.allOf;
  const [branch] = branches?.filter(({ type }) => type !== 'null') ?? [];
  if (branch) return sample(largest(branches ?? [branch]), name, examples);
  if (schema.type === 'object') return objectOf(schema, examples);
  if (schema.type === 'array') return listOf(schema, name, examples);
  if (schema.type === 'number' || schema.type === 'integer') return numberOf(schema);
  if (schema.type === 'boolean') return true;
  return textOf(schema);
}

/** Of several forms the one with the most places. */
const largest = (branches: readonly Schema[]): Schema =>
  branches.reduce((best, one) => (sizeOf(one) > sizeOf(best) ? one : best));
const sizeOf = ({ type, properties }: Schema): number => (type === 'null' ? -1 : Object.keys(properties ?? {}).length);

function objectOf({ properties = {}, additionalProperties }: Schema, examples: Examples): unknown {
  const named = Object.entries(properties).map(([name, inner]) => [name, sample(inner, name, examples)] as const);
  const more =
    typeof additionalProperties === 'object' && named.length === 0
      ? [['x', sample(additionalProperties, '', examples)]]
      : [];
  return Object.fromEntries([...named, ...more]);
}

const listOf = ({ items = {}, minItems = 1 }: Schema, name: string, examples: Examples): unknown[] =>
  Array.from({ length: Math.max(1, minItems) }, () => sample(items, `${name}[]`, examples));

const numberOf = ({ minimum, exclusiveMinimum }: Schema): number =>
  Math.max(1, minimum ?? 1, (exclusiveMinimum ?? 0) + 1);

function textOf({ format = '', pattern = '', default: standard, minLength = 1 }: Schema): string {
  const known = formats[format];
  if (known !== undefined) return known;
  if (typeof standard === 'string' && standard !== '') return standard;
  const fits = (text: string) => text.length >= minLength && new RegExp(pattern, 'u').test(text);
  return guesses.find(fits) ?? 'x'.repeat(minLength);
}

/** Every place of a value that holds no further ones. */
export function placesOf(value: unknown, at: Place = []): Place[] {
  if (typeof value !== 'object' || value === null) return [at];
  const inner = Object.entries(value).flatMap(([name, one]) => placesOf(one, [...at, name]));
  return inner.length > 0 ? inner : [at];
}

/** The same value with another one at a place. */
export function put(value: unknown, [name, ...rest]: Place, other: unknown): unknown {
  if (name === undefined) return other;
  const inner = put((value as Record<string, unknown>)[name], rest, other);
  if (Array.isArray(value)) return value.with(Number(name), inner);
  // Not `{ ...value, [name]: inner }`: `__proto__` has to be a field like any other.
  return Object.fromEntries([...Object.entries(value as object).filter(([one]) => one !== name), [name, inner]]);
}

/** Names of fields, at any depth, by which a request names a person or a thing. */
export const namingFields = (type: z.ZodType | undefined): string[] =>
  type ? [...new Set(namesIn(schemaOf(type, 'input') as Schema))].filter((name) => naming.test(name)) : [];

const naming = /^(id|ids|person|people|department|into|voids)$|Ids?$/;

const namesIn = (schema: Schema): string[] => [
  ...Object.entries(schema.properties ?? {}).flatMap(([name, inner]) => [name, ...namesIn(inner)]),
  ...[schema.items, ...(schema.anyOf ?? []), ...(schema.oneOf ?? []), ...(schema.allOf ?? [])].flatMap((inner) =>
    inner ? namesIn(inner) : [],
  ),
  ...(typeof schema.additionalProperties === 'object' ? namesIn(schema.additionalProperties) : []),
];
