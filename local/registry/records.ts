/** A schema that another one refers to by name. */
export interface Reference {
  readonly name: string;
  readonly subject: string;
  readonly version: number;
}

/** One version of a subject as it lies in `_schemas`; attributes that Confluent adds are kept and written back. */
export interface SchemaValue {
  readonly subject: string;
  readonly version: number;
  readonly id: number;
  readonly schemaType?: string;
  readonly references?: readonly Reference[];
  readonly schema: string;
  readonly deleted: boolean;
}

/** What a record of `_schemas` says. `value: null` is a tombstone; a missing subject means the global setting. */
export type Change =
  | {
      readonly keytype: 'SCHEMA';
      readonly subject: string;
      readonly version: number;
      readonly value: SchemaValue | null;
    }
  | {
      readonly keytype: 'CONFIG';
      readonly subject?: string;
      readonly value: { readonly compatibilityLevel: string } | null;
    }
  | { readonly keytype: 'MODE'; readonly subject?: string; readonly value: { readonly mode: string } | null }
  | {
      readonly keytype: 'DELETE_SUBJECT';
      readonly subject: string;
      readonly value: { readonly version: number } | null;
    }
  | { readonly keytype: 'NOOP'; readonly value: null };

export interface KeyValue {
  readonly key: string;
  readonly value: string | null;
}

/** The record of a change, attribute for attribute as Confluent writes it: compaction compares the key's bytes. */
export function toRecord(change: Change): KeyValue {
  const value = bodyOf(change);
  return { key: JSON.stringify(keyOf(change)), value: value === null ? null : JSON.stringify(value) };
}

function keyOf(change: Change): object {
  if (change.keytype === 'SCHEMA') {
    const { subject, version } = change;
    return { keytype: 'SCHEMA', subject, version, magic: 1 };
  }
  const subject = change.keytype === 'NOOP' ? undefined : change.subject;
  return { keytype: change.keytype, ...(subject === undefined ? {} : { subject }), magic: 0 };
}

function bodyOf(change: Change): object | null {
  if (change.value === null) return null;
  if (change.keytype === 'SCHEMA') return schemaValue(change.value);
  const subject = change.subject === undefined ? {} : { subject: change.subject };
  return { ...subject, ...change.value };
}

function schemaValue(value: SchemaValue): object {
  const { subject, version, id, schemaType = 'AVRO', references = [], schema, deleted, ...others } = value;
  const refers = references.length === 0 ? {} : { references };
  return { subject, version, id, schemaType, ...refers, schema, deleted, ...others };
}

const keytypes = ['SCHEMA', 'CONFIG', 'MODE', 'DELETE_SUBJECT', 'NOOP'];

/** What a record says; undefined for kinds that we do not know (Confluent has more). SyntaxError when it is no JSON. */
export function fromRecord(key: string, value: string | null): Change | undefined {
  const { keytype, subject, version } = JSON.parse(key);
  if (!keytypes.includes(keytype)) return undefined;
  const parsed = value === null ? null : JSON.parse(value);
  const settings = parsed && keytype !== 'SCHEMA' ? withoutSubject(parsed) : parsed;
  return {
    keytype,
    ...(subject == null ? {} : { subject }),
    ...(version ? { version } : {}),
    value: settings,
  } as Change;
}

const withoutSubject = ({ subject: _subject, ...others }: Record<string, unknown>) => others;
