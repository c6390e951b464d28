import { conflict, notFound, type Problem } from '#lib/http/problem.ts';
import type { PersonRow } from './tables.ts';

export const unknownPerson = (): Problem => notFound('There is no such person.', 'unknown_person');

/** Refuses changes of people whose erasure has been asked for: they would bring personal data back. */
export function checkNotErased({ erasure_requested_at }: PersonRow): void {
  if (erasure_requested_at !== null)
    throw conflict('erased', 'The erasure of this person has been asked for; nothing may be added any more.');
}
