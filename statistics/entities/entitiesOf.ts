import { eventType } from '#schemas/catalogue.ts';
import type { AnyEvent } from '#schemas/event.ts';
import type { Family } from '#schemas/families.ts';
import { type Absence, foldAbsence } from './absence.ts';
import { type EventSet, noEvents, withEvent } from './eventSet.ts';
import { foldLogin, type Login } from './login.ts';
import { foldPerson, nobody, type Person } from './person.ts';
import { foldRequest, type VacationRequest } from './request.ts';
import type { CompanySettings } from './settings.ts';

/** One person with everything that is told of that person; what is incomplete is left out. */
export interface PersonEntities {
  /** `nobody` while the registration has not come. */
  readonly person: Person;
  readonly request: readonly VacationRequest[];
  readonly absence: readonly Absence[];
  readonly login: readonly Login[];
}

/**
 * The entities that the events of one person leave, in any order and with any copies: the state that the line keeps.
 */
export function entitiesOf(events: Iterable<AnyEvent>, settings: CompanySettings): PersonEntities {
  const sets: Record<Family, Map<string, EventSet>> = {
    users: new Map(),
    vacations: new Map(),
    absences: new Map(),
    logins: new Map(),
    notifications: new Map(),
  };
  for (const event of events) {
    const [family, id] = toldOf(event);
    if (id !== undefined) sets[family].set(id, withEvent(sets[family].get(id) ?? noEvents, event));
  }
  const told = (family: Family) => [...sets[family].values()];
  return {
    person: told('users').flatMap((set) => foldPerson(set, settings) ?? [])[0] ?? nobody,
    request: told('vacations').flatMap((set) => foldRequest(set) ?? []),
    absence: told('absences').flatMap((set) => foldAbsence(set) ?? []),
    login: told('logins').flatMap((set) => set.flatMap((event) => foldLogin(event) ?? [])),
  };
}

/** What an event tells about; a login is an entity of its own, and what else is an entry of its own is in no fold. */
function toldOf(event: AnyEvent): readonly [Family, string | undefined] {
  const definition = eventType(event.type);
  if (!definition) return ['notifications', undefined];
  const { family, entity } = definition;
  if (family === 'logins') return [family, event.eventId];
  return [
    family,
    entity === null ? undefined : String((event as unknown as Readonly<Record<string, unknown>>)[entity]),
  ];
}
