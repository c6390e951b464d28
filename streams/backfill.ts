import type { TaskContext } from '#engine/topology.ts';
import { nobody, type Person } from '#statistics/entities/person.ts';
import type { Sums } from '#statistics/sum.ts';
import type { Logins } from './logins.ts';
import type { ProjectionRules, Projector } from './projector.ts';
import { entityKey, entityStore, kindOf, loginStore, noteStore } from './stores.ts';

const mark = (name: string): string => `statistic/${name}`;

/** The statistics that a task's store has not counted yet. */
export function newStatistics(context: TaskContext, { statistics }: Pick<ProjectionRules, 'statistics'>) {
  const notes = context.store(noteStore);
  return statistics.filter(({ name }) => notes.get(mark(name)) === undefined);
}

/**
 * Notes which statistics are counted from here on, and forgets those that are gone, so that one coming back is new
 * again.
 */
export function noteStatistics(context: TaskContext, { statistics }: Pick<ProjectionRules, 'statistics'>): void {
  const notes = context.store(noteStore);
  const present = new Set(statistics.map(({ name }) => mark(name)));
  for (const [key] of [...notes.range(mark(''))]) if (!present.has(key)) notes.delete(key);
  for (const { name, version } of statistics) if (!notes.get(mark(name))) notes.set(mark(name), String(version));
}

/** Sends what every entity in the store adds to the statistics of `rules`. */
export function backfill(context: TaskContext, rules: ProjectionRules, projector: Projector, logins: Logins): void {
  function send(sums: Sums) {
    for (const [key, sum] of sums) context.send(rules.outputs.sums, key, sum);
  }
  const personOf = lastPerson(context, projector);
  for (const [key, events] of context.store(entityStore).range(''))
    send(projector.projection(kindOf(key), events, personOf(events[0]?.employeeId ?? '')).sums);
  for (const [, event] of context.store(loginStore).range('')) send(logins.sums(event));
}

/** Looks people up; keys are ordered by person, so that the last one is the one asked for next. */
function lastPerson(context: TaskContext, projector: Projector): (employeeId: string) => Person {
  const entities = context.store(entityStore);
  let last = { employeeId: '', person: nobody };
  return (employeeId) => {
    if (last.employeeId !== employeeId)
      last = {
        employeeId,
        person: projector.person(entities.get(entityKey(employeeId, 'person', '')) ?? []) ?? nobody,
      };
    return last.person;
  };
}
