import { isArray, isObject, type Json, NumberText, writeJson } from './json.ts';
import { everySchema } from './names.ts';
import { type AvroSchema, type RecordType, SchemaError } from './schema.ts';

/** SchemaError for the first field whose default does not fit its type (a union's default may fit any branch). */
export function checkDefaults(root: AvroSchema): void {
  for (const record of recordsOf(root))
    for (const field of record.fields) {
      if (field.default === undefined || fits(field.schema, defaultOf(field.schema, field.default))) continue;
      const where = `field ${field.name} of ${record.name.full}`;
      throw new SchemaError(`invalid default for ${where}: ${writeJson(field.default)} is no ${field.schema.type}`);
    }
}

/** A default as Java keeps it: text is a number for float and double (`"NaN"`, `"1.5"`). */
export function defaultOf(schema: AvroSchema, value: Json): Json {
  if (typeof value !== 'string' || (schema.type !== 'float' && schema.type !== 'double')) return value;
  const digits = /^\s*([+-]?(?:NaN|Infinity|(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?[fFdD]?))\s*$/.exec(value)?.[1];
  if (digits === undefined) throw new SchemaError(`invalid default: "${value}" is no ${schema.type}`);
  const number = Number(digits.replace(/[fFdD]$/, ''));
  return new NumberText(Number.isInteger(number) ? `${number}.0` : String(number));
}

const recordsOf = (root: AvroSchema): RecordType[] =>
  [...everySchema(root)].filter((schema) => schema.type === 'record');

/** `path` holds the records whose missing fields are being filled in: one that needs itself has no finite default. */
function fits(schema: AvroSchema, value: Json | undefined, path: readonly RecordType[] = []): boolean {
  switch (schema.type) {
    case 'string':
    case 'bytes':
    case 'enum':
    case 'fixed':
      return typeof value === 'string';
    case 'int':
      return isInteger(value, 32);
    case 'long':
      return isInteger(value, 64);
    case 'float':
    case 'double':
      return value instanceof NumberText;
    case 'boolean':
      return typeof value === 'boolean';
    case 'null':
      return value === null;
    case 'array':
      return isArray(value) && value.every((item) => fits(schema.items, item, path));
    case 'map':
      return isObject(value) && Object.values(value).every((item) => fits(schema.values, item, path));
    case 'union':
      return value !== undefined && schema.branches.some((branch) => fits(branch, value, path));
    case 'record':
      return isObject(value) && fitsRecord(schema, value, path);
  }
}

function fitsRecord(record: RecordType, value: { readonly [name: string]: Json }, path: readonly RecordType[]) {
  return record.fields.every((field) => {
    const given = Object.hasOwn(value, field.name) ? value[field.name] : undefined;
    if (given !== undefined) return fits(field.schema, given, path);
    return !path.includes(record) && fits(field.schema, field.default, [...path, record]);
  });
}

const isInteger = (value: Json | undefined, bits: 32 | 64): boolean =>
  value instanceof NumberText && value.isInteger && BigInt.asIntN(bits, BigInt(value.text)) === BigInt(value.text);
