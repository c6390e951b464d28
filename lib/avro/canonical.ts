import { defaultOf } from './defaults.ts';
import { NumberText, quote, writeJson, writeObject } from './json.ts';
import {
  type AvroSchema,
  branchName,
  type EnumType,
  type Field,
  type FixedType,
  type Name,
  type NamedSchema,
  type Properties,
  primitives,
  type RecordType,
} from './schema.ts';

type Member = readonly [string, string];

/**
 * The text of Java's `Schema.toString()`, by which registries tell whether two schemas are the same: white space, the
 * order of attributes and full name against namespace collapse; doc, aliases, defaults and other attributes stay.
 * It is not Avro's Parsing Canonical Form. The names in `referenced` are written as names, not as definitions.
 */
export const canonicalText = (schema: AvroSchema, referenced: Iterable<string> = []): string =>
  write(schema, null, new Set(referenced));

function write(schema: AvroSchema, space: string | null, known: Set<string>): string {
  switch (schema.type) {
    case 'union':
      return `[${schema.branches.map((branch) => write(branch, space, known)).join(',')}]`;
    case 'array':
      return typed('array', ['items', write(schema.items, space, known)], schema.properties);
    case 'map':
      return typed('map', ['values', write(schema.values, space, known)], schema.properties);
    case 'record':
    case 'enum':
    case 'fixed':
      return writeNamed(schema, space, known);
    default:
      if (schema.properties.length === 0) return quote(schema.type);
      return writeObject([['type', quote(schema.type)], ...writeProperties(schema.properties)]);
  }
}

const typed = (type: string, part: Member, properties: Properties): string =>
  writeObject([['type', quote(type)], part, ...writeProperties(properties)]);

function writeNamed(schema: NamedSchema, space: string | null, known: Set<string>): string {
  const name = branchName(schema);
  if (known.has(name)) return quote(qualified(schema.name, space));
  known.add(name);
  return writeObject([
    ['type', quote(schema.type === 'record' && schema.isError ? 'error' : schema.type)],
    ['name', quote(schema.name.name)],
    ...writeNamespace(schema.name, space),
    ...writeDoc(schema.doc),
    ...body(schema, known),
    ...writeProperties(schema.properties),
    ...writeAliases(schema.aliases.map((alias) => qualified(alias, schema.name.space))),
  ]);
}

function body(schema: NamedSchema, known: Set<string>): Member[] {
  if (schema.type === 'record') return [['fields', writeFields(schema, known)]];
  return schema.type === 'enum' ? writeSymbols(schema) : writeSize(schema);
}

const writeSize = ({ size }: FixedType): Member[] => [['size', String(size)]];

const writeSymbols = (schema: EnumType): Member[] => [
  ['symbols', writeJson(schema.symbols)],
  ...(schema.default === null ? [] : [['default', quote(schema.default)] as const]),
];

const writeFields = (record: RecordType, known: Set<string>): string =>
  `[${record.fields.map((field) => writeField(field, record.name.space, known)).join(',')}]`;

const writeField = (field: Field, space: string | null, known: Set<string>): string =>
  writeObject([
    ['name', quote(field.name)],
    ['type', write(field.schema, space, known)],
    ...writeDoc(field.doc),
    ...writeDefault(field),
    ...(field.order === 'ascending' ? [] : [['order', quote(field.order)] as const]),
    ...writeAliases(field.aliases),
    ...writeProperties(field.properties),
  ]);

function writeDefault(field: Field): Member[] {
  if (field.default === undefined) return [];
  const value = defaultOf(field.schema, field.default);
  const special = value instanceof NumberText && /NaN|Infinity/.test(value.text);
  return [['default', special ? quote(value.text) : writeJson(value)]];
}

const writeDoc = (doc: string | null): Member[] => (doc === null ? [] : [['doc', quote(doc)]]);

const writeAliases = (aliases: readonly string[]): Member[] =>
  aliases.length === 0 ? [] : [['aliases', writeJson(aliases)]];

const writeProperties = (properties: Properties): Member[] =>
  properties.map(([name, value]) => [name, writeJson(value)]);

function writeNamespace({ space }: Name, current: string | null): Member[] {
  if (space !== null) return space === current ? [] : [['namespace', quote(space)]];
  return current === null ? [] : [['namespace', '""']];
}

const typeNames: readonly string[] = [...primitives, 'record', 'enum', 'array', 'map', 'union', 'fixed'];

/** The short name inside its own namespace, unless it would read as one of Avro's types. */
const qualified = (name: Name, space: string | null): string =>
  name.space !== null && name.space === space && !typeNames.includes(name.name) ? name.name : name.full;
