import type { Processor, Store, Subtopology, TaskContext } from '#engine/topology.ts';
import type { Serde } from '#lib/avro/serde.ts';
import { partitionFor } from '#lib/kafka/murmur2.ts';
import type { KafkaRecord } from '#lib/kafka/record.ts';
import { dead, type Outcome, ok } from '#lib/outcome.ts';
import { eventType } from '#schemas/catalogue.ts';
import type { AnyEvent } from '#schemas/event.ts';
import { families } from '#schemas/families.ts';
import { type EventSet, noEvents, withEvent } from '#statistics/entities/eventSet.ts';
import type { EntityKind } from '#statistics/entities/kinds.ts';
import { nobody, type Person } from '#statistics/entities/person.ts';
import { backfill, newStatistics, noteStatistics } from './backfill.ts';
import { EntityMetrics } from './entityMetrics.ts';
import { Logins } from './logins.ts';
import { type Projection, sendDifference } from './projection.ts';
import { type ProjectionRules, type Projector, projectorOf } from './projector.ts';
import { readEvent } from './readEvent.ts';
import { entityKey, entityStore, kindOf, loginDayStore, loginStore, noteStore, personPrefix } from './stores.ts';

/** By person: entities, enriched topics, changes of sums. */
export const peopleSubtopology = (
  rules: ProjectionRules,
  serde: Serde,
  fingerprint: Readonly<Record<string, string>>,
): Subtopology => ({
  name: 'people',
  sources: Object.values(families).map(({ topic }) => topic),
  outputs: Object.values(rules.outputs),
  stores: [entityStore, loginStore, loginDayStore, noteStore],
  prepare: (records) => serde.learn(records.map(({ value }) => value)),
  create: (context) => new People(context, rules, serde),
  fingerprint,
});

class People implements Processor {
  readonly #context: TaskContext;
  readonly #rules: ProjectionRules;
  readonly #serde: Serde;
  readonly #projector: Projector;
  readonly #entities: Store<EventSet>;
  readonly #logins: Logins;
  readonly #metrics: EntityMetrics;

  constructor(context: TaskContext, rules: ProjectionRules, serde: Serde) {
    this.#context = context;
    this.#rules = rules;
    this.#serde = serde;
    this.#projector = projectorOf(rules);
    this.#entities = context.store(entityStore);
    this.#logins = new Logins(context, rules);
    this.#metrics = new EntityMetrics(context, context.store(noteStore), this.#projector);
  }

  /** A statistic that this store has never seen starts with everything that happened before. */
  open(): void {
    const statistics = newStatistics(this.#context, this.#rules);
    const rules = { ...this.#rules, statistics };
    if (statistics.length > 0) backfill(this.#context, rules, projectorOf(rules), new Logins(this.#context, rules));
    noteStatistics(this.#context, this.#rules);
    this.#metrics.open();
  }

  process(record: KafkaRecord): Outcome<void> {
    const read = readEvent(record, this.#serde);
    if (read.kind !== 'ok') return read;
    const event = read.value;
    const definition = eventType(event.type);
    if (definition?.entity === null && definition.family !== 'logins') return ok(undefined);
    switch (definition?.family) {
      case 'users':
        return this.#take('person', event, '');
      case 'vacations':
        return this.#take('request', event, idOf(event, families.vacations.entity));
      case 'absences':
        return this.#take('absence', event, idOf(event, families.absences.entity));
      case 'logins':
        return this.#logins.take(event, record);
      default:
        return ok(undefined);
    }
  }

  #take(kind: EntityKind, event: AnyEvent, id: string): Outcome<void> {
    const employeeId = event.employeeId ?? '';
    if (partitionFor(employeeId, this.#context.partitions) !== this.#context.partition)
      return dead('wrong_partition', `the events of ${employeeId} belong in another partition`);
    const key = entityKey(employeeId, kind, id);
    const before = this.#entities.get(key) ?? noEvents;
    const after = withEvent(before, event);
    if (after === before) return { kind: 'duplicate' };
    this.#entities.set(key, after);
    this.#metrics.note(kind, before, after);
    if (kind === 'person') this.#movePerson(employeeId, before, after);
    else this.#move(kind, before, after, this.#person(employeeId));
    return ok(undefined);
  }

  #move(kind: EntityKind, before: EventSet, after: EventSet, person: Person): void {
    this.#send(this.#projector.projection(kind, before, person), this.#projector.projection(kind, after, person));
  }

  /** A changed person changes what each of the person's requests and sick notes shows. */
  #movePerson(employeeId: string, before: EventSet, after: EventSet): void {
    const was = this.#projector.person(before) ?? nobody;
    const is = this.#projector.person(after) ?? nobody;
    if (was === is) return;
    this.#move('person', before, after, is);
    for (const [key, events] of this.#entities.range(personPrefix(employeeId))) {
      const kind = kindOf(key);
      if (kind !== 'person')
        this.#send(this.#projector.projection(kind, events, was), this.#projector.projection(kind, events, is));
    }
  }

  #person(employeeId: string): Person {
    return this.#projector.person(this.#entities.get(entityKey(employeeId, 'person', '')) ?? noEvents) ?? nobody;
  }

  #send(before: Projection, after: Projection): void {
    sendDifference(
      before,
      after,
      (output, key, value) => this.#context.send(output, key, value),
      this.#rules.outputs.sums,
    );
  }
}

const idOf = (event: AnyEvent, field: 'requestId' | 'absenceId'): string =>
  String((event as unknown as Readonly<Record<string, unknown>>)[field]);
