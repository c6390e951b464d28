import { canonical } from '#domain/canonical.ts';
import { eventType } from '#schemas/catalogue.ts';
import { saysTheSame } from '#schemas/copies.ts';
import type { AnyEvent } from '#schemas/event.ts';
import { families } from '#schemas/families.ts';
import { blanked } from '#schemas/redaction.ts';
import { statistics as catalogue } from '#statistics/catalogue.ts';
import { absenceDays, foldAbsence } from '#statistics/entities/absence.ts';
import {
  type AbsenceDayRow,
  absenceDayRows,
  type EmployeeRow,
  employeeRow,
  type RequestRow,
  requestDayRows,
  requestRow,
} from '#statistics/entities/enriched.ts';
import type { EventSet } from '#statistics/entities/eventSet.ts';
import { foldLogin } from '#statistics/entities/login.ts';
import { foldPerson, nobody, type Person } from '#statistics/entities/person.ts';
import { foldRequest, requestDays } from '#statistics/entities/request.ts';
import type { CompanySettings } from '#statistics/entities/settings.ts';
import type { DefinedStatistic, Entities } from '#statistics/statistic.ts';

/** A statistic's row: key columns and measures (days in millionths). */
type StatisticRow = Readonly<Record<string, unknown>>;

/** What readers must see once everything has been processed. Rows are in no particular order. */
export interface Expected {
  readonly statistics: ReadonlyMap<string, readonly StatisticRow[]>;
  readonly requests: readonly RequestRow[];
  readonly absenceDays: readonly AbsenceDayRow[];
  readonly employees: readonly EmployeeRow[];
}

/** Entities as they end, each with its person. */
export type Ended = {
  readonly [E in keyof Entities]: readonly { readonly entity: Entities[E]; readonly person: Person }[];
};

/**
 * Everything computed anew from all events that were ever published, in any order, copies included: one copy per mark,
 * one fold per entity, one plain sum per statistic. Shares the folds and the statistics' definitions with the line and
 * nothing of how the line keeps its numbers. Assumes that no login is too old to be remembered.
 */
export function oracle(
  events: Iterable<AnyEvent>,
  settings: CompanySettings,
  statistics: readonly DefinedStatistic[] = catalogue,
): Expected {
  const { people, ...ended } = endedEntities(events, settings);
  return {
    statistics: new Map(statistics.map((statistic) => [statistic.name, summed(statistic, ended, settings)])),
    requests: ended.request.map(({ entity, person }) =>
      requestRow(entity, requestDays(entity, person, settings), person),
    ),
    absenceDays: [
      ...ended.request.flatMap(({ entity, person }) => [
        ...requestDayRows(entity, requestDays(entity, person, settings), person).values(),
      ]),
      ...ended.absence.flatMap(({ entity, person }) => [
        ...absenceDayRows(entity, absenceDays(entity, person, settings), person).values(),
      ]),
    ],
    employees: people.map(employeeRow),
  };
}

/** Every entity as all of these events leave it; incomplete ones are left out. */
export function endedEntities(
  events: Iterable<AnyEvent>,
  settings: CompanySettings,
): Ended & { readonly people: readonly Person[] } {
  const told = byEntity(winners(events));
  const people = new Map(sets(told, 'users').map((set) => [set[0]?.employeeId ?? '', foldPerson(set, settings)]));
  const withPerson = <S extends { readonly employeeId: string | null }>(entity: S) => ({
    entity,
    person: people.get(entity.employeeId ?? '') ?? nobody,
  });
  return {
    people: [...people.values()].flatMap((person) => person ?? []),
    request: sets(told, 'vacations')
      .flatMap((set) => foldRequest(set) ?? [])
      .map(withPerson),
    absence: sets(told, 'absences')
      .flatMap((set) => foldAbsence(set) ?? [])
      .map(withPerson),
    login: sets(told, 'logins')
      .flatMap((set) => set.flatMap((event) => foldLogin(event) ?? []))
      .map((entity) => ({ entity, person: nobody })),
  };
}

/**
 * One copy of each event: of a record key the last, blank if any is; of an earlier version's only what no later record
 * repeats.
 */
function winners(events: Iterable<AnyEvent>): AnyEvent[] {
  const byKey = Map.groupBy(events, ({ type, employeeId, eventId, mark }) =>
    JSON.stringify([eventType(type)?.family, employeeId, eventId, mark ?? null]),
  );
  const last = [...byKey.values()].flatMap((copies) => {
    const [one] = copies.slice(-1);
    return one && copies.some(({ redacted }) => redacted) ? blanked(one) : (one ?? []);
  });
  const { marked = [], older = [] } = Object.groupBy(last, ({ mark }) => (mark ? 'marked' : 'older'));
  const blankOlder = older.filter(({ redacted }) => redacted);
  return [
    ...marked.map((event) => (blankOlder.some((other) => saysTheSame(other, event)) ? blanked(event) : event)),
    ...older.filter((event) => !marked.some((other) => saysTheSame(event, other))),
  ];
}

/** Events by what they tell about: family, person, and the id of the request or sick note, or the event itself. */
function byEntity(events: readonly AnyEvent[]): Map<string, AnyEvent[]> {
  return Map.groupBy(events, (event) => {
    const family = eventType(event.type)?.family ?? 'users';
    const { entity } = families[family];
    const id = entity === null ? event.eventId : (event as unknown as Record<string, unknown>)[entity];
    return JSON.stringify([family, entity === null ? null : event.employeeId, id]);
  });
}

const sets = (told: ReadonlyMap<string, AnyEvent[]>, family: keyof typeof families): EventSet[] =>
  [...told].filter(([key]) => key.startsWith(`["${family}"`)).map(([, events]) => canonical(events));

/** The plain sum of what every entity contributes, in unbounded integers. */
function summed(statistic: DefinedStatistic, ended: Ended, settings: CompanySettings): StatisticRow[] {
  const totals = new Map<string, { key: object; measures: Record<string, bigint> }>();
  for (const { entity, person } of ended[statistic.of])
    for (const { key, add } of statistic.contributions(entity, person, settings)) {
      const name = JSON.stringify(Object.keys(statistic.key).map((column) => (key as StatisticRow)[column]));
      const total = totals.get(name) ?? { key, measures: zeros(statistic) };
      totals.set(name, total);
      for (const [measure, amount] of Object.entries(add))
        total.measures[measure] = (total.measures[measure] ?? 0n) + BigInt(amount as number);
    }
  return [...totals.values()].map(({ key, measures }) => ({ ...key, ...numbers(measures) }));
}

const zeros = ({ measures }: DefinedStatistic): Record<string, bigint> =>
  Object.fromEntries(Object.keys(measures).map((name) => [name, 0n]));

const numbers = (measures: Readonly<Record<string, bigint>>): Record<string, number> =>
  Object.fromEntries(Object.entries(measures).map(([name, amount]) => [name, Number(amount)]));
