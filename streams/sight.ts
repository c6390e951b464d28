import { joinKey } from '#schemas/keys.ts';
import { absenceDays, foldAbsence } from '#statistics/entities/absence.ts';
import { absenceDayRows, employeeRow, requestDayRows, requestRow } from '#statistics/entities/enriched.ts';
import type { EventSet } from '#statistics/entities/eventSet.ts';
import { foldPerson, type Person } from '#statistics/entities/person.ts';
import { foldRequest, requestDays } from '#statistics/entities/request.ts';
import type { CompanySettings } from '#statistics/entities/settings.ts';
import type { DefinedStatistic, Entities } from '#statistics/statistic.ts';
import { type Sum, type Sums, sumsOf } from '#statistics/sum.ts';
import type { PeopleOutputs } from './outputs.ts';
import { nothing, type Shown, type View } from './view.ts';

/** The kinds of entities that belong to a person. */
export type Kind = 'person' | 'request' | 'absence';

/** What turns events into what is shown. */
export interface Rules {
  readonly settings: CompanySettings;
  readonly statistics: readonly DefinedStatistic[];
  readonly outputs: PeopleOutputs;
}

/** Sees entities in their events. Pure; what was seen last is remembered. */
export interface Sight {
  /** The person that a set of events tells about; undefined while the registration is missing. */
  person(events: EventSet): Person | undefined;
  /** What an entity shows beside this person; `nothing` while it is incomplete. */
  view(kind: Kind, events: EventSet, person: Person): View;
  /** How many of its events an entity's state did not allow. */
  illegal(kind: Kind, events: EventSet): number;
}

/** An entity as it stands. */
interface Seen {
  readonly illegal: number;
  readonly view: (person: Person) => View;
}

const incomplete: Seen = { illegal: 0, view: () => nothing };

export function sightOf(rules: Rules): Sight {
  const person = kept((events) => foldPerson(events, rules.settings));
  const seen: Readonly<Record<Kind, (events: EventSet) => Seen>> = {
    person: kept((events) => seePerson(person(events), rules)),
    request: kept((events) => seeRequest(events, rules)),
    absence: kept((events) => seeAbsence(events, rules)),
  };
  return {
    person,
    view: (kind, events, whose) => seen[kind](events).view(whose),
    illegal: (kind, events) => seen[kind](events).illegal,
  };
}

function seePerson(person: Person | undefined, { outputs }: Rules): Seen {
  if (!person) return incomplete;
  const view = {
    shown: [shown(outputs.employees, [[joinKey([person.employeeId]), employeeRow(person)]])],
    sums: new Map(),
  };
  return { illegal: 0, view: () => view };
}

function seeRequest(events: EventSet, rules: Rules): Seen {
  const request = foldRequest(events);
  if (!request) return incomplete;
  const view = (person: Person): View => {
    const days = requestDays(request, person, rules.settings);
    const row = shown(rules.outputs.requests, [[joinKey([request.requestId]), requestRow(request, days, person)]]);
    const dayRows = shown(rules.outputs.absenceDays, requestDayRows(request, days, person));
    return { shown: [row, dayRows], sums: allSums('request', request, person, rules) };
  };
  return { illegal: request.illegal.length, view: lastKept(view) };
}

function seeAbsence(events: EventSet, rules: Rules): Seen {
  const absence = foldAbsence(events);
  if (!absence) return incomplete;
  const view = (person: Person): View => {
    const days = absenceDays(absence, person, rules.settings);
    const dayRows = shown(rules.outputs.absenceDays, absenceDayRows(absence, days, person));
    return { shown: [dayRows], sums: allSums('absence', absence, person, rules) };
  };
  return { illegal: absence.illegal.length, view: lastKept(view) };
}

/** What an entity adds to every statistic of its kind, by `<statistic>/<row key>`. */
export function allSums<E extends keyof Entities>(
  of: E,
  entity: Entities[E],
  person: Person,
  { statistics, settings }: Pick<Rules, 'statistics' | 'settings'>,
): Sums {
  const sums = new Map<string, Sum>();
  for (const statistic of statistics.filter((candidate) => candidate.of === of))
    for (const [key, sum] of sumsOf(statistic, entity, person, settings)) sums.set(`${statistic.name}/${key}`, sum);
  return sums;
}

const shown = <T extends object>(output: Shown<T>['output'], rows: Iterable<readonly [string, T]>): Shown =>
  ({ output, rows: new Map(rows) }) as Shown<T> as Shown<object> as Shown;

/** How many sets of events each kind of entity is remembered for, at most twice this: what is live comes again soon. */
const remembered = 500;

/** Remembers what was made of the sets of events that were asked for last. */
function kept<T>(make: (events: EventSet) => T): (events: EventSet) => T {
  let young = new Map<EventSet, T>();
  let old = young;
  return (events) => {
    const known = young.get(events) ?? old.get(events);
    if (known !== undefined) return known;
    if (young.size >= remembered) [old, young] = [young, new Map()];
    const value = make(events);
    young.set(events, value);
    return value;
  };
}

/** Remembers the view beside the person asked for last. */
function lastKept(make: (person: Person) => View): (person: Person) => View {
  let last: { readonly person: Person; readonly view: View } | undefined;
  return (person) => {
    if (last?.person !== person) last = { person, view: make(person) };
    return last.view;
  };
}
