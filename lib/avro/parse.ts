import { checkDefaults } from './defaults.ts';
import { isArray, isObject, type Json, type JsonObject, NumberText, parseJson, writeJson } from './json.ts';
import {
  type AvroSchema,
  branchName,
  type EnumType,
  type Field,
  type FixedType,
  type Name,
  type NamedSchema,
  nameOf,
  type Primitive,
  type Properties,
  primitives,
  type RecordType,
  SchemaError,
  type UnionSchema,
  validName,
} from './schema.ts';

const schemaAttributes = 'doc fields items name namespace size symbols values type aliases'.split(' ');
const enumAttributes = [...schemaAttributes, 'default'];
const fieldAttributes = ['default', 'doc', 'name', 'order', 'type', 'aliases'];
const orders = ['ascending', 'descending', 'ignore'] as const;

/** A name that is used before (or without) its definition; replaced when the whole text has been read. */
interface Unresolved {
  readonly type: 'unresolved';
  readonly full: string;
}

interface Context {
  readonly names: Map<string, NamedSchema>;
  /** Runs once all names are known. */
  readonly later: (() => void)[];
}

/**
 * Parses and validates an Avro schema by the rules of Java's `Schema.Parser`. `references` are texts of schemas whose
 * names it may use, each after those it uses itself. SchemaError with the fault otherwise.
 */
export function parseSchema(text: string, references: readonly string[] = []): AvroSchema {
  const names = new Map<string, NamedSchema>();
  for (const reference of references) parseOne(reference, names);
  return parseOne(text, names);
}

function parseOne(text: string, names: Map<string, NamedSchema>): AvroSchema {
  const context: Context = { names, later: [] };
  const holder: { schema?: AvroSchema } = {};
  read(context, readText(text), null, (schema) => {
    holder.schema = schema;
  });
  for (const step of context.later) step();
  if (!holder.schema) throw new SchemaError('the schema refers to itself alone');
  checkDefaults(holder.schema);
  return holder.schema;
}

function readText(text: string): Json {
  try {
    return parseJson(text);
  } catch (error) {
    throw new SchemaError(`the schema is not JSON: ${(error as Error).message}`);
  }
}

/** Reads one schema node and hands it to `set`: at once, or when a forward reference is resolved. */
function read(context: Context, json: Json, space: string | null, set: (schema: AvroSchema) => void): void {
  const schema = node(context, json, space);
  if (schema.type === 'unresolved') context.later.unshift(() => set(resolve(context, schema)));
  else set(schema);
}

function resolve({ names }: Context, { full }: Unresolved): AvroSchema {
  const known = names.get(full);
  if (!known) throw new SchemaError(`undefined name: ${full}`);
  return known;
}

function node(context: Context, json: Json, space: string | null): AvroSchema | Unresolved {
  if (typeof json === 'string') return find(context, json, space);
  if (isArray(json)) return union(context, json, space);
  if (!isObject(json)) throw new SchemaError(`not a schema: ${writeJson(json)}`);
  const type = text(json, 'type');
  if (type === null) throw new SchemaError(`no type: ${writeJson(json)}`);
  return complex(context, json, type, space);
}

function complex(context: Context, json: JsonObject, type: string, space: string | null): AvroSchema | Unresolved {
  switch (type) {
    case 'record':
    case 'error':
      return record(context, json, space);
    case 'enum':
      return enumeration(context, json, space);
    case 'fixed':
      return fixed(context, json, space);
    case 'array':
    case 'map':
      return collection(context, json, type, space);
    default:
      if (isPrimitive(type)) return { type, properties: properties(json, schemaAttributes) };
      return find(context, type, space);
  }
}

const isPrimitive = (name: string): name is Primitive => (primitives as readonly string[]).includes(name);

function find({ names }: Context, name: string, space: string | null): AvroSchema | Unresolved {
  if (isPrimitive(name)) return { type: name, properties: [] };
  const full = space !== null && !name.includes('.') ? `${space}.${name}` : name;
  return names.get(full) ?? names.get(name) ?? { type: 'unresolved', full };
}

function collection(context: Context, json: JsonObject, type: 'array' | 'map', space: string | null): AvroSchema {
  const part = type === 'array' ? 'items' : 'values';
  const inner = json[part];
  if (inner === undefined) throw new SchemaError(`${type} has no ${part} type: ${writeJson(json)}`);
  const schema = { type, properties: properties(json, schemaAttributes) } as Record<string, unknown>;
  read(context, inner, space, (found) => {
    schema[part] = found;
  });
  return schema as unknown as AvroSchema;
}

function union(context: Context, json: readonly Json[], space: string | null): AvroSchema {
  const branches: AvroSchema[] = [];
  json.forEach((branch, at) => {
    read(context, branch, space, (found) => {
      branches[at] = found;
    });
  });
  const schema: UnionSchema = { type: 'union', branches };
  context.later.push(() => checkUnion(schema));
  return schema;
}

function checkUnion({ branches }: UnionSchema): void {
  const seen = new Set<string>();
  for (const branch of branches) {
    if (branch.type === 'union') throw new SchemaError('a union is nested in a union');
    const name = branchName(branch);
    if (seen.has(name)) throw new SchemaError(`duplicate in union: ${name}`);
    seen.add(name);
  }
}

function record(context: Context, json: JsonObject, space: string | null): RecordType {
  const fields: Field[] = [];
  const schema: RecordType = {
    type: 'record',
    isError: json.type === 'error',
    ...named(json, space, schemaAttributes),
    fields,
  };
  define(context, schema);
  if (!isArray(json.fields)) throw new SchemaError(`record ${schema.name.full} has no fields`);
  for (const entry of json.fields) fields.push(field(context, entry, schema.name));
  const twice = fields.find(({ name }, at) => fields.findIndex((other) => other.name === name) !== at);
  if (twice) throw new SchemaError(`duplicate field ${twice.name} in record ${schema.name.full}`);
  return schema;
}

function field(context: Context, json: Json, record: Name): Field {
  if (!isObject(json)) throw new SchemaError(`not a field of ${record.full}: ${writeJson(json)}`);
  const name = text(json, 'name');
  if (name === null) throw new SchemaError(`a field of ${record.full} has no name`);
  if (json.type === undefined) throw new SchemaError(`field ${name} of ${record.full} has no type`);
  const order = (text(json, 'order') ?? (json.order === undefined ? 'ascending' : '')).toLowerCase();
  const known = orders.find((one) => one === order);
  if (!known) throw new SchemaError(`field ${name} of ${record.full} has an unknown order`);
  const schema: Partial<Field> = {
    name: validName(name, 'field name'),
    doc: text(json, 'doc'),
    default: json.default,
    order: known,
    aliases: aliases(json),
    properties: properties(json, fieldAttributes),
  };
  read(context, json.type, record.space, (found) => {
    schema.schema = found;
  });
  return schema as Field;
}

function enumeration(context: Context, json: JsonObject, space: string | null): AvroSchema {
  const common = named(json, space, enumAttributes);
  if (!isArray(json.symbols)) throw new SchemaError(`enum ${common.name.full} has no symbols`);
  const symbols = json.symbols.map((symbol) => validName(typeof symbol === 'string' ? symbol : '', 'enum symbol'));
  const twice = symbols.find((symbol, at) => symbols.indexOf(symbol) !== at);
  if (twice !== undefined) throw new SchemaError(`duplicate enum symbol: ${twice}`);
  const standard = text(json, 'default');
  if (standard !== null && !symbols.includes(standard))
    throw new SchemaError(`the default ${standard} of enum ${common.name.full} is not among its symbols`);
  const schema: EnumType = { type: 'enum', ...common, symbols, default: standard };
  define(context, schema);
  return schema;
}

function fixed(context: Context, json: JsonObject, space: string | null): AvroSchema {
  const common = named(json, space, schemaAttributes);
  const size = json.size instanceof NumberText && json.size.isInteger ? Number(json.size.text) : -1;
  if (size < 0 || size > 0x7fffffff - 8) throw new SchemaError(`fixed ${common.name.full} has no valid size`);
  const schema: FixedType = { type: 'fixed', ...common, size };
  define(context, schema);
  return schema;
}

function named(json: JsonObject, space: string | null, attributes: readonly string[]) {
  const given = text(json, 'name');
  if (given === null) throw new SchemaError(`no name: ${writeJson(json)}`);
  const name = nameOf(given, text(json, 'namespace') ?? space);
  if (isPrimitive(name.full)) throw new SchemaError(`a schema may not be named after a primitive: ${name.full}`);
  for (const part of name.space?.split('.') ?? []) validName(part, 'namespace part');
  const others = aliases(json).map((alias) => nameOf(alias, name.space));
  const distinct = others.filter((alias, at) => others.findIndex(({ full }) => full === alias.full) === at);
  return { name, doc: text(json, 'doc'), aliases: distinct, properties: properties(json, attributes) };
}

function define({ names }: Context, schema: NamedSchema): void {
  const known = names.get(schema.name.full);
  if (known && !sameDefinition(known, schema)) throw new SchemaError(`can't redefine: ${schema.name.full}`);
  if (!known) names.set(schema.name.full, schema);
}

/** Enums and fixed types may be written out twice if they are the same; records may not. */
function sameDefinition(known: NamedSchema, again: NamedSchema): boolean {
  if (known.properties.length > 0) return false;
  if (known.type === 'enum' && again.type === 'enum') return known.symbols.join() === again.symbols.join();
  return known.type === 'fixed' && again.type === 'fixed' && known.size === again.size;
}

function aliases(json: JsonObject): string[] {
  if (json.aliases === undefined) return [];
  if (!isArray(json.aliases)) throw new SchemaError(`aliases are not an array: ${writeJson(json)}`);
  const texts = json.aliases.map((alias) => {
    if (typeof alias !== 'string') throw new SchemaError(`alias is not a string: ${writeJson(alias)}`);
    return alias;
  });
  return [...new Set(texts)];
}

const properties = (json: JsonObject, attributes: readonly string[]): Properties =>
  Object.entries(json).filter(([name]) => !attributes.includes(name));

function text(json: JsonObject, name: string): string | null {
  const value = json[name];
  return typeof value === 'string' ? value : null;
}
