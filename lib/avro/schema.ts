import type { Json } from './json.ts';

export const primitives = ['null', 'boolean', 'int', 'long', 'float', 'double', 'bytes', 'string'] as const;
export type Primitive = (typeof primitives)[number];

/** Attributes that Avro does not define itself, in the order they were written (logical types are among them). */
export type Properties = readonly (readonly [string, Json])[];

interface PrimitiveSchema {
  readonly type: Primitive;
  readonly properties: Properties;
}
interface ArraySchema {
  readonly type: 'array';
  items: AvroSchema;
  readonly properties: Properties;
}
interface MapSchema {
  readonly type: 'map';
  values: AvroSchema;
  readonly properties: Properties;
}
export interface UnionSchema {
  readonly type: 'union';
  branches: readonly AvroSchema[];
}

/** An Avro name: `space` is null for the null namespace; `full` is what a reference needs. */
export interface Name {
  readonly name: string;
  readonly space: string | null;
  readonly full: string;
}

interface Named {
  readonly name: Name;
  readonly doc: string | null;
  readonly aliases: readonly Name[];
  readonly properties: Properties;
}
export interface Field {
  readonly name: string;
  schema: AvroSchema;
  readonly doc: string | null;
  /** undefined: none. `null` is a default like any other. */
  readonly default: Json | undefined;
  readonly order: 'ascending' | 'descending' | 'ignore';
  readonly aliases: readonly string[];
  readonly properties: Properties;
}
export interface RecordType extends Named {
  readonly type: 'record';
  readonly isError: boolean;
  readonly fields: readonly Field[];
}
export interface EnumType extends Named {
  readonly type: 'enum';
  readonly symbols: readonly string[];
  readonly default: string | null;
}
export interface FixedType extends Named {
  readonly type: 'fixed';
  readonly size: number;
}

export type NamedSchema = RecordType | EnumType | FixedType;

/** A parsed Avro schema. A recursive one refers to itself as an object. */
export type AvroSchema = PrimitiveSchema | ArraySchema | MapSchema | UnionSchema | NamedSchema;

/** The text is no valid Avro schema; the message says what is wrong and where. */
export class SchemaError extends Error {
  override readonly name = 'SchemaError';
}

export const isNamed = (schema: AvroSchema): schema is NamedSchema => 'name' in schema;

/** The name under which a schema counts as a union branch. */
export const branchName = (schema: AvroSchema): string => (isNamed(schema) ? schema.name.full : schema.type);

const nameShape = /^[\p{L}_][\p{L}\p{Nd}_]*$/u;

/** `name` itself. SchemaError when Avro does not allow it (letters, digits and `_`, no digit first). */
export function validName(name: string, what: string): string {
  if (!nameShape.test(name)) throw new SchemaError(`${what} ${JSON.stringify(name)} is not a valid Avro name`);
  return name;
}

/** An Avro name from its text; dots in it carry the namespace, else `space` is it. */
export function nameOf(text: string, space: string | null): Name {
  const dot = text.lastIndexOf('.');
  const name = validName(text.slice(dot + 1), 'name');
  const namespace = (dot < 0 ? space : text.slice(0, dot)) || null;
  return { name, space: namespace, full: namespace === null ? name : `${namespace}.${name}` };
}
