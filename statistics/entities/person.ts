import {
  type Person as CompanyPerson,
  foldPerson as foldCompanyPerson,
  nobody as nobodyAtAll,
  type PersonEvent,
  unknownDepartment,
} from '#domain/person.ts';
import { holdsOn } from '#domain/timeline.ts';
import { localDate } from '#lib/dates.ts';
import type { AnyEvent } from '#schemas/event.ts';
import { type EventSet, isComplete } from './eventSet.ts';
import type { CompanySettings } from './settings.ts';

/** What a statistic may know of a person: nothing that an erasure blanks. */
export type PersonFacts = Omit<CompanyPerson, 'email' | 'firstName' | 'lastName' | 'locale'>;

/** A person as the events tell. */
export interface Person extends CompanyPerson {
  /** The department as of the newest event of the person. */
  readonly department: string;
}

/** Stands for everybody whom nobody has announced. */
export const nobody: Person = { ...nobodyAtAll, department: unknownDepartment };

/** The person that these events tell about; undefined until one of them is the registration. */
export function foldPerson(events: EventSet, { zone }: CompanySettings): Person | undefined {
  if (!isComplete(events)) return undefined;
  const person = foldCompanyPerson(events as readonly AnyEvent[] as readonly PersonEvent[], zone);
  const newest = Math.max(...events.map(({ occurredAt }) => occurredAt));
  return { ...person, department: holdsOn(person.departments, localDate(newest, zone)) };
}
