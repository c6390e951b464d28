import type { SourceRecord, Store, TaskContext } from '#engine/topology.ts';
import { addDays, eachDay, fromEpochDay, type LocalDate } from '#lib/dates.ts';
import { type Outcome, ok } from '#lib/outcome.ts';
import type { AnyEvent } from '#schemas/event.ts';
import { families } from '#schemas/families.ts';
import { compareCopies } from '#statistics/entities/eventSet.ts';
import { foldLogin } from '#statistics/entities/login.ts';
import { nobody } from '#statistics/entities/person.ts';
import { difference, type Sums } from '#statistics/sum.ts';
import { allSums, type Rules } from './sight.ts';
import { loginDayStore, loginKey, loginStore, noteStore } from './stores.ts';

const dayMs = 86_400_000;
const newestDay = 'newest-login-day';
const { keptDays } = families.logins;

/**
 * Logins, each an entity of one event, kept for 400 days before the newest one of their task. What is forgotten stays
 * counted; a login older than that goes to `hr.late`, since nobody could tell whether it was counted already.
 */
export class Logins {
  readonly #context: TaskContext;
  readonly #rules: Rules;
  readonly #logins: Store<AnyEvent>;
  readonly #days: Store<string>;
  readonly #notes: Store<string>;

  constructor(context: TaskContext, rules: Rules) {
    this.#context = context;
    this.#rules = rules;
    this.#logins = context.store(loginStore);
    this.#days = context.store(loginDayStore);
    this.#notes = context.store(noteStore);
  }

  take(event: AnyEvent, record: SourceRecord): Outcome<void> {
    const heldOn = this.#days.get(event.eventId);
    const held = heldOn === undefined ? undefined : this.#logins.get(loginKey(heldOn, event.eventId));
    if (held && compareCopies(held, event) <= 0) return { kind: 'duplicate' };
    const day = dayOf(event);
    if (!held && this.#isForgotten(day)) return this.#late(record);
    if (heldOn !== undefined) this.#logins.delete(loginKey(heldOn, event.eventId));
    this.#logins.set(loginKey(day, event.eventId), event);
    if (heldOn !== day) this.#days.set(event.eventId, day);
    for (const [key, change] of difference(held ? this.sums(held) : noSums, this.sums(event)))
      this.#context.send(this.#rules.outputs.sums, key, change);
    this.#forgetBefore(day);
    return ok(undefined);
  }

  /** What a login adds to the statistics of logins. */
  sums(event: AnyEvent): Sums {
    const login = foldLogin(event);
    return login ? allSums('login', login, nobody, this.#rules) : noSums;
  }

  #isForgotten(day: LocalDate): boolean {
    const newest = this.#notes.get(newestDay);
    return newest !== undefined && day < addDays(newest, -keptDays);
  }

  #late({ key, value }: SourceRecord): Outcome<void> {
    this.#context.send(this.#rules.outputs.late, key, value);
    this.#context.count('late_logins');
    return ok(undefined);
  }

  /** When a newer day begins, the days that it pushes out of memory go, a range each. */
  #forgetBefore(day: LocalDate): void {
    const newest = this.#notes.get(newestDay);
    if (newest !== undefined && day <= newest) return;
    this.#notes.set(newestDay, day);
    if (newest === undefined) return;
    for (const old of eachDay(addDays(newest, -keptDays), addDays(day, -keptDays - 1))) this.#forget(old);
  }

  #forget(day: LocalDate): void {
    for (const [key, { eventId }] of this.#logins.range(`${day}/`)) {
      this.#logins.delete(key);
      this.#days.delete(eventId);
    }
  }
}

const noSums: Sums = new Map();

const dayOf = ({ occurredAt }: AnyEvent): LocalDate => fromEpochDay(Math.floor(occurredAt / dayMs));
