import type { Schema, Type } from 'avsc';
import { compile, schemaOf } from './types.ts';

/** One kind of record on one topic. `name` is Avro's full name; `subject` is where a registry keeps the schema. */
export interface RecordSchema {
  readonly name: string;
  readonly topic: string;
  readonly subject: string;
  readonly avro: Schema;
}

/** A field as a record schema describes it. */
export interface AvroField {
  readonly name: string;
  readonly type: Schema;
  readonly default?: unknown;
}

/** A record as read: which kind it is, and its fields. */
export interface Decoded {
  readonly name: string;
  readonly value: Readonly<Record<string, unknown>>;
  /** Those of its fields that our version of its schema has not; none unless they are kept. */
  readonly newer: readonly AvroField[];
}

/** Whether fields that only a newer version of a schema has are dropped in reading. */
type NewerFields = 'dropped' | 'kept';

/** Where schemas have their ids. Errors are outages, which pass; a refusal is a ConfigError. */
export interface SchemaIds {
  register(schema: RecordSchema): Promise<number>;
  byId(id: number): Promise<Type>;
}

/** Bytes that are no Avro record of ours; `reason` is a dead letter's reason. */
export class UnreadableRecord extends Error {
  override readonly name = 'UnreadableRecord';
  readonly reason: string;
  constructor(reason: string, detail: string) {
    super(detail);
    this.reason = reason;
  }
}

const magic = 0;
const headerBytes = 5;

/**
 * Confluent's wire format: a zero byte, the schema id (int32, big-endian), the Avro body.
 * Encoding and decoding are synchronous; what they need from the registry is fetched before, by `register` and `learn`.
 */
export class Serde {
  readonly #ids: SchemaIds;
  readonly #newer: NewerFields;
  readonly #types = new Map<string, { readonly type: Type; readonly id: number }>();
  readonly #readers = new Map<number, (body: Buffer) => Decoded>();
  readonly #known = new Map<string, Type>();

  constructor(ids: SchemaIds, newer: NewerFields = 'dropped') {
    this.#ids = ids;
    this.#newer = newer;
  }

  /**
   * Makes these schemas known to the registry and to this process; must be awaited before `encode`, and is enough to
   * `decode` them.
   */
  async register(schemas: readonly RecordSchema[]): Promise<void> {
    for (const schema of schemas) {
      const type = compile(schema.avro);
      this.#known.set(schema.name, type);
      const id = await this.#ids.register(schema);
      this.#types.set(schema.subject, { type, id });
      this.#readers.set(id, this.#reader(type));
    }
  }

  /** TypeError, naming the field, when the value does not fit its schema. */
  encode(schema: RecordSchema, value: object): Buffer {
    const known = this.#types.get(schema.subject);
    if (!known) throw new Error(`${schema.subject} is not registered`);
    const body = known.type.toBuffer(value);
    const bytes = Buffer.allocUnsafe(headerBytes + body.length);
    bytes.writeUInt8(magic, 0);
    bytes.writeInt32BE(known.id, 1);
    body.copy(bytes, headerBytes);
    return bytes;
  }

  /** Fetches the schemas that these values name and that are not known yet. An id nobody knows is left to `decode`. */
  async learn(values: Iterable<Buffer | null>): Promise<void> {
    for (const value of values) {
      const id = value && schemaId(value);
      if (id === null || id === undefined || this.#readers.has(id)) continue;
      const writer = await this.#ids.byId(id).catch(unlessUnknown);
      if (writer) this.#readers.set(id, this.#reader(writer));
    }
  }

  /** UnreadableRecord when the bytes are not in the wire format, name an unknown schema or do not follow it. */
  decode(value: Buffer): Decoded {
    const id = schemaId(value);
    if (id === null) throw new UnreadableRecord('not_avro', 'the value does not start with a schema id');
    const read = this.#readers.get(id);
    if (!read) throw new UnreadableRecord('unknown_schema', `no schema has the id ${id}`);
    try {
      return read(value.subarray(headerBytes));
    } catch (error) {
      throw new UnreadableRecord('not_avro', `the value does not follow schema ${id}: ${String(error)}`);
    }
  }

  /** Reads with our own version of the schema where we have one, so that fields added later have their defaults. */
  #reader(writer: Type): (body: Buffer) => Decoded {
    const name = writer.name ?? '';
    const own = this.#known.get(name);
    const newer = this.#newer === 'kept' ? fieldsBeyond(own, writer) : [];
    if (!own) return (body) => ({ name, value: writer.fromBuffer(body), newer });
    const reader = newer.length === 0 ? own : withFields(own, newer);
    const resolver = reader.createResolver(writer);
    return (body) => ({ name, value: reader.fromBuffer(body, resolver), newer });
  }
}

interface RecordText {
  readonly fields: readonly AvroField[];
}

const fieldsOf = (type: Type | undefined): readonly AvroField[] =>
  type === undefined ? [] : ((schemaOf(type) as unknown as RecordText).fields ?? []);

function fieldsBeyond(own: Type | undefined, writer: Type): readonly AvroField[] {
  const known = new Set(fieldsOf(own).map(({ name }) => name));
  return fieldsOf(writer).filter(({ name }) => !known.has(name));
}

const withFields = (own: Type, newer: readonly AvroField[]): Type =>
  compile({ ...(schemaOf(own) as object), fields: [...fieldsOf(own), ...newer] } as unknown as Schema);

const schemaId = (value: Buffer): number | null =>
  value.length > headerBytes - 1 && value[0] === magic ? value.readInt32BE(1) : null;

/** An id that the registry does not know is the record's fault, not an outage. */
function unlessUnknown(error: unknown): undefined {
  if ((error as { status?: number }).status === 404) return undefined;
  throw error;
}
