import { randomUUID } from 'node:crypto';
import { openStep } from '#domain/decide.ts';
import type { Request } from '#domain/request.ts';
import { addDays, localDate } from '#lib/dates.ts';
import { Problem } from '#lib/http/problem.ts';
import type { Person as SignedIn } from '#schemas/access/people.ts';
import { type Act, change, look, type VacationWorld } from '#services/vacation/act.ts';
import { command, submit } from '#services/vacation/requests.ts';
import { report } from '#services/vacation/sickNotes.ts';
import type { RequestRow } from '#services/vacation/tables.ts';
import { type Company, type Employee, employed } from './company.ts';
import { parameters } from './parameters.ts';
import { type Random, randomOf } from './random.ts';
import { signInPeople } from './signIns.ts';
import { freeStretch } from './traffic.ts';

type Kind = 'ask' | 'decide' | 'change' | 'ill';

/** How often each thing happens, relative to the others. */
const mix: Readonly<Record<Kind, number>> = { ask: 0.44, decide: 0.45, change: 0.09, ill: 0.02 };

/** So many requests are left waiting, so that a page of approvals is not empty. */
const leftWaiting = 8;

/**
 * Leave of a company that works, by the vacation service's own commands on its database, so that both know the same.
 * What the people who sign in ask for, and what is for the manager among them to decide, is left to them.
 */
export class CompanyLeave {
  readonly #world: VacationWorld;
  readonly #company: Company;
  readonly #random: Random;
  readonly #apart: ReadonlySet<string>;
  readonly #theirs: ReadonlySet<string>;

  constructor(world: VacationWorld, company: Company, seed: string) {
    const known = signInPeople(company);
    const managers = known.filter(({ roles }) => roles.includes('manager')).map(({ person }) => person.id);
    this.#world = world;
    this.#company = company;
    this.#random = randomOf(seed, 'leave');
    this.#apart = new Set(known.map(({ person }) => person.id));
    this.#theirs = new Set(
      company.people
        .filter(({ id, managerId }) => this.#apart.has(id) || managers.includes(managerId ?? ''))
        .map(({ id }) => id),
    );
  }

  /** Something happens, or nothing where the service refuses it. */
  async next(): Promise<boolean> {
    return this.#kinds[this.#random.weighted(mix)]();
  }

  /** Some of these people ask for leave; answers how many did. */
  async ask(people: readonly Employee[], wanted: number): Promise<number> {
    let asked = 0;
    for (let tries = 0; asked < wanted && tries < wanted * 20 && people.length > 0; tries++)
      if (await this.#askFor(people[tries % people.length] as Employee)) asked++;
    return asked;
  }

  readonly #kinds: Readonly<Record<Kind, () => Promise<boolean>>> = {
    ask: () => this.#ask(),
    decide: () => this.#decide(),
    change: () => this.#change(),
    ill: () => this.#ill(),
  };

  async #ask(): Promise<boolean> {
    const person = this.#somebody();
    if (this.#theirs.has(person.id) && (await this.#waiting((id) => this.#theirs.has(id))).length >= leftWaiting)
      return false;
    return this.#askFor(person);
  }

  async #askFor(person: Employee): Promise<boolean> {
    const leave = freeStretch(this.#random, person, this.#world.clock.now(), []);
    if (!leave) return false;
    const wish = { employeeId: person.id, requestId: randomUUID(), comment: null } as const;
    const wanted = { ...leave, fraction: null, substituteId: null };
    return this.#allowed((act) => submit(act, signedIn(person.id), { name: 'submit', ...wish, wanted }));
  }

  /**
   * The oldest request that is nobody's who signs in; by the person's manager, or by hr where it is for hr to agree.
   */
  async #decide(): Promise<boolean> {
    const waiting = await this.#waiting((id) => !this.#theirs.has(id));
    const [row] = waiting;
    if (!row || waiting.length <= leftWaiting) return false;
    const { denied, withdrawn } = parameters;
    const end = this.#random.weighted({ reject: denied, withdraw: withdrawn, approve: 1 - denied - withdrawn });
    const request: Request = JSON.parse(row.state);
    const by = end === 'withdraw' ? signedIn(row.employee_id) : this.#decider(request);
    const name = row.status === 'submitted' ? end : 'cancel';
    const wish = name === 'reject' || name === 'cancel' ? ({ name, reason: null } as const) : { name };
    return this.#allowed((act) =>
      command(act, name === 'cancel' ? this.#decider(request) : by, row.request_id, row.version, wish),
    );
  }

  readonly #decider = (request: Request): SignedIn => {
    const person = this.#company.people.find(({ id }) => id === request.employeeId);
    if (openStep(request) === 'hr' || !person?.managerId) return signedIn(this.#hr(request.employeeId), 'hr');
    return signedIn(person.managerId, 'manager');
  };

  /** Somebody of People who does not sign in. */
  readonly #hr = (besides: string): string =>
    this.#company.people.find(({ id, department }) => department === 'People' && id !== besides && !this.#apart.has(id))
      ?.id ?? '';

  /** Granted leave is shortened by a day by the manager; leave of one day is to be cancelled. */
  async #change(): Promise<boolean> {
    const today = this.#today();
    const rows = await look(this.#world, ({ trx }) =>
      trx.selectFrom('requests').selectAll().where('status', '=', 'approved').where('from_day', '>', today).execute(),
    );
    const granted = rows.filter(({ employee_id }) => !this.#theirs.has(employee_id));
    if (granted.length === 0) return false;
    const { state, request_id, version } = this.#random.pick(granted);
    const request: Request = JSON.parse(state);
    const { from, to, leaveType, dayPart, fraction, substituteId } = request;
    if (from === to)
      return this.#allowed((act) =>
        command(act, signedIn(request.employeeId), request_id, version, { name: 'request_cancellation', reason: null }),
      );
    const wanted = { from, to: addDays(to, -1), leaveType, dayPart, fraction, substituteId };
    return this.#allowed((act) =>
      command(act, this.#decider(request), request_id, version, { name: 'modify', wanted }),
    );
  }

  async #ill(): Promise<boolean> {
    const { id: employeeId } = this.#somebody();
    if (this.#apart.has(employeeId)) return false;
    const from = this.#today();
    const period = { from, to: addDays(from, this.#random.int(0, 4)), dayPart: 'full' } as const;
    const wish = { name: 'report', absenceId: randomUUID(), employeeId, period } as const;
    return this.#allowed((act) => report(act, signedIn(employeeId), wish));
  }

  async #waiting(whose: (employeeId: string) => boolean): Promise<RequestRow[]> {
    const rows = await look(this.#world, ({ trx }) =>
      trx
        .selectFrom('requests')
        .selectAll()
        .where('status', 'in', ['submitted', 'cancellation_requested'])
        .orderBy('submitted_at')
        .execute(),
    );
    return rows.filter(({ employee_id }) => whose(employee_id));
  }

  /** Whether the service did it: what is against its rules, or not possible any more, does not happen. */
  async #allowed(work: (act: Act) => Promise<unknown>): Promise<boolean> {
    try {
      await change(this.#world, undefined, work);
      return true;
    } catch (error) {
      if (error instanceof Problem) return false;
      throw error;
    }
  }

  readonly #today = () => localDate(this.#world.clock.now(), this.#world.zone);

  readonly #somebody = (): Employee => {
    const today = this.#today();
    return this.#random.pick(
      this.#company.people.filter((person) => employed(person, today) && !this.#apart.has(person.id)),
    );
  };
}

const signedIn = (employeeId: string, role: 'employee' | 'manager' | 'hr' = 'employee'): SignedIn => ({
  employeeId,
  roles: role === 'employee' ? ['employee'] : ['employee', role],
  locale: 'uk',
  sessionId: 'simulated',
});

/** Who reports to a manager directly, and works on a day. */
export const reportsOf = ({ people }: Company, managerId: string, day: string): readonly Employee[] =>
  people.filter((person) => person.managerId === managerId && employed(person, day));
