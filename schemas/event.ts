import { z } from 'zod';
import { type Family, families } from './families.ts';
import { boolean, type Fields, instant, optional, string, uuid, type ValueOf } from './fields.ts';
import { avroRecord, type RecordDefinition } from './record.ts';
import type { Text } from './text.ts';

/** What every event carries beside its own fields. */
const common = {
  eventId: uuid(
    'The publisher’s name of this event, unique if the publisher takes care; copies have the same mark, too.',
  ),
  occurredAt: instant('When it happened, by the publisher’s clock.'),
  redacted: {
    ...boolean('Whether personal data was blanked because the person was erased.'),
    fallback: false,
  },
} as const;

type Common = typeof common;

/** What every record carries of where it came from; records of earlier versions do not. */
const origin = {
  mark: optional(
    string('The mark of what the publisher wrote: two records with the same mark are copies of one event.'),
  ),
  source: optional(string('Who published it.')),
} as const;

/** An event as it was read from a message or a record; both are missing where an earlier version wrote it. */
interface Origin {
  readonly mark?: string | null;
  readonly source?: string | null;
}

/** An event type: one file, one Avro record, one subject. */
export interface EventDefinition<T extends string = string, F extends Fields = Fields>
  extends RecordDefinition<Common & F> {
  /** As publishers write it: `vacation.request.submitted`. */
  readonly type: T;
  readonly family: Family;
  /** What the audit calls it, in the past tense. */
  readonly title: Text;
  /**
   * The field that names what the event tells about; null: it is an entry of its own, and a sum of entries has no
   * order.
   */
  readonly entity: string | null;
  /** Place in the life of an entity: of two events at one instant the lower rank comes first; 0 creates the entity. */
  readonly rank: number;
  /** Reads the data of a message; the result carries everything but `eventId` and `occurredAt`. */
  readonly json: z.ZodType<ValueOf<F>>;
  /** The names a message's data may use. */
  readonly ownFields: readonly string[];
}

/** An event as code sees it: its fields and its type. */
export type EventOf<D> =
  D extends EventDefinition<infer T, infer F> ? ValueOf<Common & F> & Origin & { readonly type: T } : never;

/** Any event, when its type does not matter. */
export interface AnyEvent extends Origin {
  readonly type: string;
  readonly eventId: string;
  readonly occurredAt: number;
  readonly redacted: boolean;
  readonly employeeId: string | null;
}

/** Defines an event type. The Avro record is `hr.<Type in PascalCase>`, its subject `<topic>-<record>`. */
export function event<const T extends string, const F extends Fields>(definition: {
  readonly type: T;
  readonly family: Family;
  /** Where it is not the family's. */
  readonly entity?: null;
  readonly rank: number;
  readonly title: Text;
  readonly doc: string;
  readonly fields: F;
  /** A rule over several fields: undefined when the data keeps it, else which field is wrong and why. */
  readonly check?: (data: ValueOf<F>) => Fault | undefined;
}): EventDefinition<T, F> {
  const { topic, entity } = families[definition.family];
  const name = recordName(definition.type);
  const { redacted, ...identity } = common;
  const fields = { ...identity, ...definition.fields, redacted, ...origin };
  return {
    type: definition.type,
    family: definition.family,
    entity: definition.entity === null ? null : entity,
    rank: definition.rank,
    title: definition.title,
    doc: definition.doc,
    name,
    topic,
    subject: `${topic}-${name}`,
    fields,
    avro: avroRecord(name, definition.doc, fields),
    json: reader(definition.fields, definition.check),
    ownFields: Object.keys(definition.fields),
  };
}

/** `vacation.request.step_approved` → `hr.VacationRequestStepApproved`. */
export const recordName = (type: string): string =>
  `hr.${type
    .split(/[._]/)
    .map((part) => part.charAt(0).toUpperCase() + part.slice(1))
    .join('')}`;

/** A field that breaks a rule, and why. */
export interface Fault {
  readonly field: string;
  readonly message: string;
}

/** Reads a message's data: every field by itself, then the rule over several. */
function reader<F extends Fields>(fields: F, check?: (data: ValueOf<F>) => Fault | undefined): z.ZodType<ValueOf<F>> {
  const shape = z.object(jsonShape(fields)) as unknown as z.ZodType<ValueOf<F>>;
  if (!check) return shape;
  return shape.superRefine((data, context) => {
    const fault = check(data);
    if (fault) context.addIssue({ code: 'custom', path: [fault.field], message: fault.message });
  });
}

const jsonShape = (fields: Fields): z.ZodRawShape =>
  Object.fromEntries(Object.entries(fields).map(([name, field]) => [name, field.json]));
