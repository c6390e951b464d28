import { z } from 'zod';
import { invalidSchema, invalidSubject } from './errors.ts';
import type { SchemaValue } from './records.ts';
import type { Proposal } from './registry.ts';
import type { Call } from './route.ts';
import type { Which } from './state.ts';

/** Whether a query parameter is given as `true`. */
export const flag = ({ query }: Call, name: string): boolean => query.get(name)?.toLowerCase() === 'true';

export const whichOf = (call: Call): Which =>
  flag(call, 'deletedOnly') ? 'deleted' : flag(call, 'deleted') ? 'all' : 'live';

export const versionOf = ({ params }: Call): string => params.version ?? '';

/** The subject of a path; `:.:name` is the default context's `name`. RegistryError 42208 for what cannot be one. */
export function subjectOf({ params }: Call): string {
  const given = params.subject ?? '';
  const subject = given.startsWith(':.:') ? given.slice(3) : given;
  if (subject.startsWith(':.')) throw invalidSubject(`This registry has the default context alone, not '${subject}'`);
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is refused
  if (subject === '' || subject === '__GLOBAL' || subject === '__EMPTY' || /[\u0000-\u001f\u007f]/.test(subject))
    throw invalidSubject(`The specified subject '${subject}' is not a valid subject.`);
  return subject;
}

/** A subject of a settings path; without one the settings are everybody's. */
export const subjectOrAll = (call: Call): string | undefined =>
  call.params.subject === undefined ? undefined : subjectOf(call);

const given = z.number().int().nullish();
const proposalShape = z.object({
  schema: z.string().min(1),
  schemaType: z.string().nullish(),
  references: z.array(z.object({ name: z.string(), subject: z.string(), version: z.number().int() })).nullish(),
  id: given,
  version: given,
});

/** The schema in a body. RegistryError 42201 when there is none. */
export function proposalOf({ body }: Call): Proposal {
  const { success, data, error } = proposalShape.safeParse(body);
  if (!success)
    throw invalidSchema(error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`).join('; '));
  return {
    schema: data.schema,
    schemaType: data.schemaType || undefined,
    references: data.references ?? undefined,
    id: positive(data.id),
    version: positive(data.version),
  };
}

const positive = (number: number | null | undefined): number | undefined =>
  number === null || number === undefined || number < 1 ? undefined : number;

/** A version as clients see it. */
export const versionView = (value: SchemaValue) => ({
  subject: value.subject,
  version: value.version,
  id: value.id,
  ...schemaView(value),
});

/** What all versions with one id have in common. The type is named only where it is not Avro. */
export const schemaView = ({ schema, schemaType = 'AVRO', references = [] }: SchemaValue) => ({
  ...(schemaType === 'AVRO' ? {} : { schemaType }),
  ...(references.length === 0 ? {} : { references }),
  schema,
});
