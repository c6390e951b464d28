import { joinKey } from '#schemas/keys.ts';
import { type Absence, absenceDays, foldAbsence } from '#statistics/entities/absence.ts';
import { absenceDayRows, employeeRow, requestDayRows, requestRow } from '#statistics/entities/enriched.ts';
import type { EventSet } from '#statistics/entities/eventSet.ts';
import type { EntityKind } from '#statistics/entities/kinds.ts';
import { foldPerson, type Person } from '#statistics/entities/person.ts';
import { foldRequest, requestDays, type VacationRequest } from '#statistics/entities/request.ts';
import type { CompanySettings } from '#statistics/entities/settings.ts';
import type { DefinedStatistic, Entities } from '#statistics/statistic.ts';
import { type Sum, type Sums, sumsOf } from '#statistics/sum.ts';
import { memoizeLast, memoizeRecent } from './memoize.ts';
import type { PeopleOutputs } from './outputs.ts';
import { emptyProjection, type Projection, type TopicRows } from './projection.ts';

/** What turns events into what is shown. */
export interface ProjectionRules {
  readonly settings: CompanySettings;
  readonly statistics: readonly DefinedStatistic[];
  readonly outputs: PeopleOutputs;
}

/** Folds events into entities and these into what others are shown. Pure; what was asked for last is remembered. */
export interface Projector {
  /** The person that a set of events tells about; undefined while the registration is missing. */
  person(events: EventSet): Person | undefined;
  /** What an entity shows beside this person; empty while it is incomplete. */
  projection(kind: EntityKind, events: EventSet, person: Person): Projection;
  /** How many of its events an entity's state did not allow. */
  illegal(kind: EntityKind, events: EventSet): number;
}

/** An entity as its events tell. */
interface FoldedEntity {
  readonly illegal: number;
  readonly projection: (person: Person) => Projection;
}

const incomplete: FoldedEntity = { illegal: 0, projection: () => emptyProjection };

/** How many sets of events of each kind are remembered at least: what is live comes again soon. */
const remembered = 500;

export function projectorOf(rules: ProjectionRules): Projector {
  const person = memoizeRecent(remembered, (events: EventSet) => foldPerson(events, rules.settings));
  const folded: Readonly<Record<EntityKind, (events: EventSet) => FoldedEntity>> = {
    person: memoizeRecent(remembered, (events: EventSet) => foldedPerson(person(events), rules)),
    request: memoizeRecent(remembered, (events: EventSet) => foldedRequest(foldRequest(events), rules)),
    absence: memoizeRecent(remembered, (events: EventSet) => foldedAbsence(foldAbsence(events), rules)),
  };
  return {
    person,
    projection: (kind, events, whose) => folded[kind](events).projection(whose),
    illegal: (kind, events) => folded[kind](events).illegal,
  };
}

function foldedPerson(person: Person | undefined, { outputs }: ProjectionRules): FoldedEntity {
  if (!person) return incomplete;
  const row = topicRows(outputs.employees, [[joinKey([person.employeeId]), employeeRow(person)]]);
  const projection: Projection = { topics: [row], sums: new Map() };
  return { illegal: 0, projection: () => projection };
}

function foldedRequest(request: VacationRequest | undefined, rules: ProjectionRules): FoldedEntity {
  if (!request) return incomplete;
  const projection = memoizeLast((person: Person) => requestProjection(request, person, rules));
  return { illegal: request.illegal.length, projection };
}

function requestProjection(request: VacationRequest, person: Person, rules: ProjectionRules): Projection {
  const { requests, absenceDays: dayOutput } = rules.outputs;
  const days = requestDays(request, person, rules.settings);
  const row = topicRows(requests, [[joinKey([request.requestId]), requestRow(request, days, person)]]);
  const dayRows = topicRows(dayOutput, requestDayRows(request, days, person));
  return { topics: [row, dayRows], sums: allSums('request', request, person, rules) };
}

function foldedAbsence(absence: Absence | undefined, rules: ProjectionRules): FoldedEntity {
  if (!absence) return incomplete;
  const projection = memoizeLast((person: Person) => absenceProjection(absence, person, rules));
  return { illegal: absence.illegal.length, projection };
}

function absenceProjection(absence: Absence, person: Person, rules: ProjectionRules): Projection {
  const days = absenceDays(absence, person, rules.settings);
  const dayRows = topicRows(rules.outputs.absenceDays, absenceDayRows(absence, days, person));
  return { topics: [dayRows], sums: allSums('absence', absence, person, rules) };
}

/** What an entity adds to every statistic of its kind, by `<statistic>/<row key>`. */
export function allSums<E extends keyof Entities>(
  of: E,
  entity: Entities[E],
  person: Person,
  { statistics, settings }: Pick<ProjectionRules, 'statistics' | 'settings'>,
): Sums {
  const sums = new Map<string, Sum>();
  for (const statistic of statistics.filter((candidate) => candidate.of === of))
    for (const [key, sum] of sumsOf(statistic, entity, person, settings)) sums.set(`${statistic.name}/${key}`, sum);
  return sums;
}

const topicRows = <T extends object>(output: TopicRows<T>['output'], rows: Iterable<readonly [string, T]>): TopicRows =>
  ({ output, rows: new Map(rows) }) as TopicRows<T> as TopicRows<object> as TopicRows;
