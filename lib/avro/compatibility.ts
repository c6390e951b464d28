import { parseSchema } from './parse.ts';
import type { AvroSchema, EnumType, Field, FixedType, NamedSchema, RecordType, UnionSchema } from './schema.ts';

export const compatibilityLevels = [
  'NONE',
  'BACKWARD',
  'BACKWARD_TRANSITIVE',
  'FORWARD',
  'FORWARD_TRANSITIVE',
  'FULL',
  'FULL_TRANSITIVE',
] as const;
export type CompatibilityLevel = (typeof compatibilityLevels)[number];

type DifferenceKind =
  | 'NAME_MISMATCH'
  | 'FIXED_SIZE_MISMATCH'
  | 'MISSING_ENUM_SYMBOLS'
  | 'READER_FIELD_MISSING_DEFAULT_VALUE'
  | 'TYPE_MISMATCH'
  | 'MISSING_UNION_BRANCH'
  | 'AMBIGUOUS_FIELD_ALIAS';

/** One reason why a reader cannot read what a writer wrote. `path` is a JSON pointer into the reader's schema. */
export interface Difference {
  readonly kind: DifferenceKind;
  readonly path: string;
  readonly detail: string;
}

/**
 * What keeps `next` from being the next version after `previous` (oldest first) under the level; empty: compatible.
 * Levels without TRANSITIVE look at the newest version alone. BACKWARD: `next` reads data of the versions before;
 * FORWARD: those read data of `next`. Logical types do not count. SchemaError when a text is no schema.
 */
export function checkCompatibility(
  level: CompatibilityLevel,
  next: AvroSchema | string,
  previous: readonly (AvroSchema | string)[],
): string[] {
  if (level === 'NONE') return [];
  const schema = parsed(next);
  const versions = level.endsWith('_TRANSITIVE') ? previous.toReversed() : previous.slice(-1);
  for (const version of versions) {
    const messages = compare(level, schema, parsed(version));
    if (messages.length > 0) return messages;
  }
  return [];
}

const parsed = (schema: AvroSchema | string): AvroSchema => (typeof schema === 'string' ? parseSchema(schema) : schema);

function compare(level: CompatibilityLevel, next: AvroSchema, old: AvroSchema): string[] {
  const backward = level.startsWith('FORWARD') ? [] : differences(next, old);
  const forward = level.startsWith('BACKWARD') ? [] : differences(old, next);
  return [
    ...backward.map((difference) => describe(difference, 'new', 'old')),
    ...forward.map((difference) => describe(difference, 'old', 'new')),
  ];
}

const describe = ({ kind, path, detail }: Difference, reader: string, writer: string): string =>
  `${kind} at ${path}: ${detail} (reader: ${reader} schema, writer: ${writer} schema)`;

/** A port of Avro's `SchemaCompatibility`: why `reader` may fail on data of `writer`; empty when it never does. */
export function differences(reader: AvroSchema, writer: AvroSchema): readonly Difference[] {
  try {
    return new Comparison().compare(reader, writer, []);
  } catch (error) {
    if (error instanceof AmbiguousAlias) return [error.difference];
    throw error;
  }
}

/**
 * A reader's field that stands for several of the writer's fits no branch and no other rule: it ends the comparison.
 */
class AmbiguousAlias extends Error {
  readonly difference: Difference;
  constructor(field: Field, path: Path) {
    super(field.name);
    this.difference = difference('AMBIGUOUS_FIELD_ALIAS', path, `${field.name} stands for several writer fields`);
  }
}

type Path = readonly (string | number)[];

/** One run. It remembers each pair, and takes a pair that is being compared for compatible, which ends recursion. */
class Comparison {
  readonly #known = new Map<AvroSchema, Map<AvroSchema, readonly Difference[]>>();

  compare(reader: AvroSchema, writer: AvroSchema, path: Path): readonly Difference[] {
    const known = this.#known.get(reader) ?? new Map<AvroSchema, readonly Difference[]>();
    const before = known.get(writer);
    if (before) return before;
    this.#known.set(reader, known.set(writer, []));
    const found = this.#pair(reader, writer, path);
    known.set(writer, found);
    return found;
  }

  #pair(reader: AvroSchema, writer: AvroSchema, path: Path): readonly Difference[] {
    if (reader.type === writer.type) return this.#same(reader, writer, path);
    if (writer.type === 'union')
      return writer.branches.flatMap((branch, at) => this.compare(reader, branch, [...path, at]));
    if (reader.type === 'union') return this.#branchFor(reader, writer, path);
    if (promotions[writer.type]?.includes(reader.type)) return [];
    const detail = `reader type ${reader.type} cannot read writer type ${writer.type}`;
    return [difference('TYPE_MISMATCH', path, detail)];
  }

  #same(reader: AvroSchema, writer: AvroSchema, path: Path): readonly Difference[] {
    if (reader.type === 'array' && writer.type === 'array')
      return this.compare(reader.items, writer.items, [...path, 'items']);
    if (reader.type === 'map' && writer.type === 'map')
      return this.compare(reader.values, writer.values, [...path, 'values']);
    if (reader.type === 'union' && writer.type === 'union') return this.#unions(reader, writer, path);
    if (reader.type === 'record' && writer.type === 'record')
      return [...checkNames(reader, writer, path), ...this.#fields(reader, writer, path)];
    if (reader.type === 'enum' && writer.type === 'enum')
      return [...checkNames(reader, writer, path), ...checkSymbols(reader, writer, path)];
    if (reader.type === 'fixed' && writer.type === 'fixed')
      return [...checkNames(reader, writer, path), ...checkSize(reader, writer, path)];
    return [];
  }

  #unions(reader: UnionSchema, writer: UnionSchema, path: Path): readonly Difference[] {
    return writer.branches.flatMap((branch, at) => {
      const missing = this.compare(reader, branch, []).length > 0;
      return missing ? [lackingBranch(branch, [...path, at])] : [];
    });
  }

  #branchFor(reader: UnionSchema, writer: AvroSchema, path: Path): readonly Difference[] {
    const readable = reader.branches.some((branch) => this.compare(branch, writer, []).length === 0);
    return readable ? [] : [lackingBranch(writer, path)];
  }

  #fields(reader: RecordType, writer: RecordType, path: Path): readonly Difference[] {
    return reader.fields.flatMap((field, at) => {
      const here = [...path, 'fields', at];
      const [found, second] = writerFields(writer, field);
      if (second) throw new AmbiguousAlias(field, here);
      if (found) return this.compare(field.schema, found.schema, [...here, 'type']);
      return this.#missing(field, writer, here);
    });
  }

  /**
   * Avro compares an enum that has a default of its own with the record, so such a field still needs its own default.
   */
  #missing(field: Field, writer: RecordType, path: Path): readonly Difference[] {
    if (field.default !== undefined) return [];
    if (field.schema.type === 'enum' && field.schema.default !== null)
      return this.compare(field.schema, writer, [...path, 'type']);
    return [difference('READER_FIELD_MISSING_DEFAULT_VALUE', path, `field ${field.name} has no default`)];
  }
}

/** Writer type → the reader types that take it in besides itself. */
const promotions: Readonly<Record<string, readonly string[]>> = {
  int: ['long', 'float', 'double'],
  long: ['float', 'double'],
  float: ['double'],
  string: ['bytes'],
  bytes: ['string'],
};

/** The writer's field of that name, and those that the reader's aliases name. */
const writerFields = (writer: RecordType, { name, aliases }: Field): readonly Field[] =>
  [name, ...aliases].flatMap((wanted) => writer.fields.filter((field) => field.name === wanted));

function checkNames(reader: NamedSchema, writer: NamedSchema, path: Path): readonly Difference[] {
  if (reader.name.name === writer.name.name || aliasNames(reader).includes(writer.name.full)) return [];
  return [difference('NAME_MISMATCH', [...path, 'name'], `expected: ${writer.name.full}`)];
}

/** An alias in the null namespace of a type that has one is told apart by a leading dot, as in Java. */
const aliasNames = ({ aliases, name }: NamedSchema): readonly string[] =>
  aliases.map((alias) => (alias.space === null && name.space !== null ? `.${alias.name}` : alias.full));

function checkSymbols(reader: EnumType, writer: EnumType, path: Path): readonly Difference[] {
  const missing = writer.symbols.filter((symbol) => !reader.symbols.includes(symbol)).sort();
  if (missing.length === 0 || reader.default !== null) return [];
  return [difference('MISSING_ENUM_SYMBOLS', [...path, 'symbols'], `[${missing.join(', ')}]`)];
}

function checkSize(reader: FixedType, writer: FixedType, path: Path): readonly Difference[] {
  if (reader.size === writer.size) return [];
  const detail = `expected: ${writer.size}, found: ${reader.size}`;
  return [difference('FIXED_SIZE_MISMATCH', [...path, 'size'], detail)];
}

const lackingBranch = (writer: AvroSchema, path: Path): Difference =>
  difference('MISSING_UNION_BRANCH', path, `reader union lacks writer type ${writer.type}`);

const difference = (kind: DifferenceKind, path: Path, detail: string): Difference => ({
  kind,
  path: `/${path.join('/')}`,
  detail,
});
