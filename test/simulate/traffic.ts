import { addDays, fromEpochDay, type LocalDate } from '#lib/dates.ts';
import { overlaps, type Stretch } from './absences.ts';
import { type Company, type Employee, scheduled } from './company.ts';
import { loginEvent } from './logins.ts';
import { parameters } from './parameters.ts';
import type { Published } from './published.ts';
import { type Random, randomOf, uuidOf } from './random.ts';

/** What happens next in a company that works: mostly sign-ins, and leave that is asked for, decided, changed. */
export interface Traffic {
  /** The next event, dated `now` (epoch ms) or just after the newest event of the same person. */
  next(now: number): Published;
}

interface Open {
  readonly person: Employee;
  readonly requestId: string;
  readonly leave: Stretch;
}

type Kind = 'login' | 'ask' | 'decide' | 'change' | 'ill' | 'move';

/** How often each thing happens, relative to the others. */
export type Mix = Readonly<Record<Kind, number>>;

/** For load and for tests: much of everything. */
const busy: Mix = { login: 0.86, ask: 0.05, decide: 0.06, change: 0.015, ill: 0.01, move: 0.005 };

/** For a demonstration that runs all day: mostly sign-ins, so that not everybody is ill by noon. */
export const calm: Mix = { login: 0.965, ask: 0.015, decide: 0.0165, change: 0.003, ill: 0.0003, move: 0.0002 };

/** The same while leave goes through the vacation service. */
export const withoutLeave: Mix = { ...calm, ask: 0, decide: 0, change: 0, ill: 0 };

const dayMs = 86_400_000;

/** Traffic of this company; the same for the same seed and the same instants. */
export class CompanyTraffic implements Traffic {
  readonly #company: Company;
  readonly #seed: string;
  readonly #random: Random;
  readonly #waiting: Open[] = [];
  readonly #granted: Open[] = [];
  readonly #taken = new Map<string, Stretch[]>();
  readonly #newest = new Map<string, number>();
  readonly #mix: Mix;
  #made = 0;

  constructor(company: Company, seed: string, mix: Mix = busy) {
    this.#mix = mix;
    this.#company = company;
    this.#seed = seed;
    this.#random = randomOf(seed, 'traffic');
  }

  next(now: number): Published {
    const kind = this.#random.weighted(this.#mix);
    return this.#kinds[kind](now) ?? this.#login(now);
  }

  readonly #kinds: Readonly<Record<Kind, (now: number) => Published | undefined>> = {
    login: (now) => this.#login(now),
    ask: (now) => this.#ask(now),
    decide: (now) => this.#decide(now),
    change: (now) => this.#change(now),
    ill: (now) => this.#ill(now),
    move: (now) => this.#move(now),
  };

  #login(now: number): Published {
    const person = this.#person();
    const { type, data } = loginEvent(this.#seed, person, now, this.#random);
    return this.#make(type, '/auth', person, now, data);
  }

  #ask(now: number): Published | undefined {
    const person = this.#person();
    const taken = this.#taken.get(person.id) ?? [];
    const leave = freeStretch(this.#random, person, now, taken);
    if (!leave) return undefined;
    this.#taken.set(person.id, [...taken, leave]);
    const open = { person, requestId: this.#name('L', 'request'), leave };
    this.#waiting.push(open);
    return this.#vacation('submitted', open, now, leave);
  }

  #decide(now: number): Published | undefined {
    const open = this.#waiting.shift();
    if (!open) return undefined;
    const { denied, withdrawn } = parameters;
    const end = this.#random.weighted({ rejected: denied, withdrawn, approved: 1 - denied - withdrawn });
    if (end === 'approved') this.#granted.push(open);
    return this.#vacation(end, open, now, end === 'withdrawn' ? {} : { decidedBy: open.person.managerId });
  }

  /** Granted leave is shortened by a day; leave of one day is cancelled. */
  #change(now: number): Published | undefined {
    const open = this.#granted.shift();
    if (!open) return undefined;
    const { leave } = open;
    if (leave.to === leave.from) return this.#vacation('cancelled', open, now, {});
    return this.#vacation('modified', open, now, { ...leave, to: addDays(leave.to, -1) });
  }

  #ill(now: number): Published {
    const from = today(now);
    const data = { absenceId: this.#name('L', 'illness'), from, to: addDays(from, this.#random.int(0, 4)) };
    return this.#make('absence.sick.reported', '/absences', this.#person(), now, data);
  }

  #move(now: number): Published {
    const department = this.#random.weighted(parameters.departments);
    const effectiveFrom = addDays(today(now), this.#random.int(-30, 30));
    return this.#make('user.department_changed', '/users', this.#person(), now, { department, effectiveFrom });
  }

  readonly #person = (): Employee => this.#random.pick(this.#company.people);

  readonly #name = (prefix: string, what: string): string =>
    `${prefix}-${uuidOf(this.#seed, what, this.#made).slice(0, 13)}`;

  #vacation(type: string, { person, requestId }: Open, now: number, data: object): Published {
    return this.#make(`vacation.request.${type}`, '/vacations', person, now, { requestId, ...data });
  }

  #make(type: string, source: string, person: Employee, now: number, data: object): Published {
    const time = Math.max(now, (this.#newest.get(person.id) ?? 0) + 1);
    this.#newest.set(person.id, time);
    const id = uuidOf(this.#seed, 'live', this.#made++);
    return { id, type, source, time, data: { employeeId: person.id, ...data } };
  }
}

const today = (now: number): LocalDate => fromEpochDay(Math.floor(now / dayMs));

/**
 * Days that somebody may ask for, in the next eight months; undefined where the draw falls on days that are free or
 * taken.
 */
export function freeStretch(
  random: Random,
  person: Employee,
  now: number,
  taken: readonly Stretch[],
): Stretch | undefined {
  const from: LocalDate = addDays(today(now), random.int(2, 240));
  const half = random.chance(0.15);
  const to = half ? from : addDays(from, Number(random.weighted({ 0: 0.4, 1: 0.2, 4: 0.2, 6: 0.2 })));
  const dayPart = half ? random.pick(['morning', 'afternoon'] as const) : 'full';
  const leave: Stretch = { from, to, dayPart, leaveType: random.weighted({ annual: 0.85, study: 0.07, unpaid: 0.08 }) };
  const free = scheduled(person, from) > 0 && !taken.some((other) => overlaps(other, leave));
  return free ? leave : undefined;
}
