import { type AvroSchema, isNamed } from './schema.ts';

/** The schemas that stand directly inside this one. */
function partsOf(schema: AvroSchema): readonly AvroSchema[] {
  if (schema.type === 'array') return [schema.items];
  if (schema.type === 'map') return [schema.values];
  if (schema.type === 'union') return schema.branches;
  return schema.type === 'record' ? schema.fields.map((field) => field.schema) : [];
}

/** This schema and everything inside it, each object once. */
export function everySchema(root: AvroSchema): Set<AvroSchema> {
  const seen = new Set([root]);
  for (const schema of seen) for (const part of partsOf(schema)) seen.add(part);
  return seen;
}

/** The full names of the records, enums and fixed types in a schema. */
export const namesIn = (root: AvroSchema): string[] =>
  [...everySchema(root)].filter(isNamed).map(({ name }) => name.full);
