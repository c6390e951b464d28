import type { Store, TaskContext } from '#engine/topology.ts';
import { addDays, eachDay, fromEpochDay, type LocalDate } from '#lib/dates.ts';
import type { KafkaRecord } from '#lib/kafka/record.ts';
import { type Outcome, ok } from '#lib/outcome.ts';
import { isMarked, withCopy } from '#schemas/copies.ts';
import type { AnyEvent } from '#schemas/event.ts';
import { families } from '#schemas/families.ts';
import { foldLogin } from '#statistics/entities/login.ts';
import { nobody } from '#statistics/entities/person.ts';
import { addSums, difference, type Sum, type Sums } from '#statistics/sum.ts';
import { allSums, type ProjectionRules } from './projector.ts';
import { loginDayStore, loginKey, loginName, loginStore, noteStore } from './stores.ts';

const dayMs = 86_400_000;
const newestDay = 'newest-login-day';
const { keptDays } = families.logins;

/**
 * Logins, each an entity of one event, kept for 400 days before the newest one of their task. What is forgotten stays
 * counted; a login older than that goes to `hr.late`, since nobody could tell whether it was counted already.
 */
export class Logins {
  readonly #context: TaskContext;
  readonly #rules: ProjectionRules;
  readonly #logins: Store<AnyEvent>;
  readonly #days: Store<string>;
  readonly #notes: Store<string>;

  constructor(context: TaskContext, rules: ProjectionRules) {
    this.#context = context;
    this.#rules = rules;
    this.#logins = context.store(loginStore);
    this.#days = context.store(loginDayStore);
    this.#notes = context.store(noteStore);
  }

  take(event: AnyEvent, record: KafkaRecord): Outcome<void> {
    const before = this.#namesakes(event);
    const after = withCopy(before, event);
    if (after === before) return { kind: 'duplicate' };
    const day = dayOf(event);
    if (after.length > before.length && this.#isForgotten(day)) return this.#late(record);
    this.#replace(
      before.filter((login) => !after.includes(login)),
      after.filter((login) => !before.includes(login)),
    );
    this.#forgetBefore(day);
    return ok(undefined);
  }

  /** Logins of the same id that may be copies; where one of both has no mark, their contents decide. */
  #namesakes(event: AnyEvent): readonly AnyEvent[] {
    const { eventId } = event;
    const marked = isMarked(event) ? [loginName(event)] : [...this.#days.range(`${eventId}/`)].map(([name]) => name);
    return [eventId, ...marked].flatMap((name) => {
      const day = this.#days.get(name);
      return (day === undefined ? undefined : this.#logins.get(loginKey(day, name))) ?? [];
    });
  }

  #replace(gone: readonly AnyEvent[], fresh: readonly AnyEvent[]): void {
    for (const login of gone) {
      this.#logins.delete(loginKey(dayOf(login), loginName(login)));
      this.#days.delete(loginName(login));
    }
    for (const login of fresh) {
      this.#logins.set(loginKey(dayOf(login), loginName(login)), login);
      this.#days.set(loginName(login), dayOf(login));
    }
    for (const [key, change] of difference(this.#sumsOf(gone), this.#sumsOf(fresh)))
      this.#context.send(this.#rules.outputs.sums, key, change);
  }

  #sumsOf(logins: readonly AnyEvent[]): Sums {
    const total = new Map<string, Sum>();
    for (const login of logins)
      for (const [key, sum] of this.sums(login)) total.set(key, addSums(total.get(key) ?? zeroOf(sum), sum));
    return total;
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

  #late({ key, value }: KafkaRecord): Outcome<void> {
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
    for (const [key, login] of this.#logins.range(`${day}/`)) {
      this.#logins.delete(key);
      this.#days.delete(loginName(login));
    }
  }
}

const noSums: Sums = new Map();

const zeroOf = ({ measures }: Sum): Sum => ({ entities: 0, measures: measures.map(() => 0) });

const dayOf = ({ occurredAt }: AnyEvent): LocalDate => fromEpochDay(Math.floor(occurredAt / dayMs));
