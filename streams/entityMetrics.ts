import type { Store, TaskContext } from '#engine/topology.ts';
import { gauge } from '#lib/metrics.ts';
import { type EventSet, isComplete } from '#statistics/entities/eventSet.ts';
import { type EntityKind, entityKinds } from '#statistics/entities/kinds.ts';
import type { Projector } from './projector.ts';

const incomplete = gauge(
  'leaveline_incomplete_entities',
  'Entities whose creating event has not come yet, by task partition.',
  ['entity', 'partition'],
);

/** Counts incomplete entities, in the store and as a gauge, and illegal transitions, as a counter. */
export class EntityMetrics {
  readonly #context: TaskContext;
  readonly #notes: Store<string>;
  readonly #projector: Projector;

  constructor(context: TaskContext, notes: Store<string>, projector: Projector) {
    this.#context = context;
    this.#notes = notes;
    this.#projector = projector;
  }

  /** Shows what the store has counted. */
  open(): void {
    for (const kind of entityKinds) this.#show(kind, this.#count(kind));
  }

  note(kind: EntityKind, before: EventSet, after: EventSet): void {
    const change = waiting(after) - waiting(before);
    if (change !== 0) this.#set(kind, this.#count(kind) + change);
    const illegal = this.#projector.illegal(kind, after) - this.#projector.illegal(kind, before);
    if (illegal > 0) this.#context.count('illegal_transitions', { entity: kind }, illegal);
  }

  #count(kind: EntityKind): number {
    return Number(this.#notes.get(`incomplete/${kind}`) ?? 0);
  }

  #set(kind: EntityKind, count: number): void {
    this.#notes.set(`incomplete/${kind}`, String(count));
    this.#show(kind, count);
  }

  #show(entity: EntityKind, count: number): void {
    incomplete.set({ entity, partition: String(this.#context.partition) }, count);
  }
}

const waiting = (events: EventSet): number => (events.length > 0 && !isComplete(events) ? 1 : 0);
