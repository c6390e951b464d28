import type { Schema } from 'avsc';
import type { RecordSchema } from '#lib/avro/serde.ts';
import type { Field, Fields } from './fields.ts';

/** A record schema that also knows its fields. */
export interface RecordDefinition<F extends Fields = Fields> extends RecordSchema {
  readonly doc: string;
  readonly fields: F;
}

/** The Avro record of these fields; a field's fallback is its default, a personal one carries `"personal": true`. */
export function avroRecord(fullName: string, doc: string, fields: Fields): Schema {
  const dot = fullName.lastIndexOf('.');
  return {
    type: 'record',
    name: fullName.slice(dot + 1),
    namespace: fullName.slice(0, dot),
    doc,
    fields: Object.entries(fields).map(([name, field]) => avroField(name, field)),
  } as Schema;
}

const avroField = (name: string, field: Field<unknown>): object => ({
  name,
  type: field.avro,
  doc: field.doc,
  ...(field.fallback === undefined ? {} : { default: field.fallback }),
  ...(field.personal ? { personal: true } : {}),
});

/** A record of a derived topic, which carries one kind only: subject `<topic>-value`. */
export const derived = <F extends Fields>(definition: {
  readonly name: string;
  readonly topic: string;
  readonly doc: string;
  readonly fields: F;
}): RecordDefinition<F> => ({
  ...definition,
  subject: `${definition.topic}-value`,
  avro: avroRecord(definition.name, definition.doc, definition.fields),
});
