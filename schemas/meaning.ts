import type { Field, FieldKind } from './fields.ts';

/** A type's logical side as text: branches, logical type, precision, scale. */
export function meaning(type: unknown): string {
  if (Array.isArray(type)) return type.map(meaning).join('|');
  if (typeof type === 'string') return type;
  const { type: base, logicalType, precision, scale, items } = type as Record<string, unknown>;
  if (items !== undefined) return `array<${meaning(items)}>`;
  const parameters = precision === undefined ? '' : `(${precision},${scale})`;
  return logicalType === undefined ? meaning(base) : `${logicalType}${parameters} on ${base}`;
}

/** As much of a field as its column needs. */
export type FieldShape = Pick<Field<unknown>, 'kind' | 'item' | 'nullable'>;

const kinds: Readonly<Record<string, FieldKind>> = {
  string: 'string',
  'uuid on string': 'uuid',
  int: 'int',
  long: 'int',
  boolean: 'boolean',
  'date on int': 'date',
  'timestamp-millis on long': 'instant',
  'decimal(18,6) on bytes': 'days',
};

/** The shape of a field of this Avro type; undefined when no field of this version has such a type. */
export function shapeOf(type: unknown): FieldShape | undefined {
  const [, optional, text = ''] = /^(null\|)?(.*)$/.exec(meaning(type)) ?? [];
  const nullable = optional !== undefined;
  const [, item] = /^array<(.*)>$/.exec(text) ?? [];
  const kind = kinds[item ?? text];
  if (kind === undefined) return undefined;
  return item === undefined ? { kind, nullable } : { kind: 'list', item: kind, nullable };
}
