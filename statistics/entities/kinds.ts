import type { Family } from '#schemas/families.ts';

/**
 * The kinds of entities that belong to a person, and the family of events that makes each up; all but these are of one
 * event.
 */
export const familyOfKind = {
  person: 'users',
  request: 'vacations',
  absence: 'absences',
} as const satisfies Readonly<Record<string, Family>>;

export type EntityKind = keyof typeof familyOfKind;

export const entityKinds = Object.keys(familyOfKind) as readonly EntityKind[];
