import { en, Faker, uk } from '@faker-js/faker';
import { addDays, type LocalDate, weekday } from '#lib/dates.ts';
import { parameters } from './parameters.ts';
import { type Random, randomOf } from './random.ts';

/** One person of the demonstration company, as planned for the whole simulated time. */
export interface Employee {
  readonly id: string;
  readonly firstName: string;
  readonly lastName: string;
  readonly email: string;
  readonly locale: 'uk' | 'en';
  readonly department: string;
  readonly managerId: string | null;
  readonly hiredOn: LocalDate;
  readonly leavesOn: LocalDate | null;
  /** Shares of the weekdays, Monday first, or null for Monday to Friday. */
  readonly schedule: readonly number[] | null;
  /** A move to another department: decided and effective on these days. */
  readonly move: { readonly to: string; readonly from: LocalDate; readonly correctedTo: LocalDate | null } | null;
}

export interface Company {
  readonly seed: string;
  /** First day of the simulated time. */
  readonly start: LocalDate;
  readonly people: readonly Employee[];
}

const names = Object.keys(parameters.departments) as (keyof typeof parameters.departments)[];

/** A company of `size` people from `start` on; the same for the same arguments. */
export function company(seed: string, size: number, start: LocalDate): Company {
  const faker = new Faker({ locale: [uk, en], seed: randomOf(seed, 'names').int(0, 2 ** 31) });
  const people: Employee[] = [];
  for (let index = 0; index < size; index++) {
    const manager = index === 0 ? undefined : people[Math.floor((index - 1) / parameters.span)];
    people.push(employee(seed, index, start, faker, manager));
  }
  return { seed, start, people };
}

function employee(seed: string, index: number, start: LocalDate, faker: Faker, manager?: Employee): Employee {
  const random = randomOf(seed, 'person', index);
  const id = String(1001 + index);
  const sex = faker.person.sexType();
  const drawn = random.weighted(parameters.departments);
  const department = departmentOf(seed, index, manager) ?? drawn;
  const hiredOn = random.chance(parameters.hiredAYear * 2)
    ? addDays(start, random.int(1, 700))
    : addDays(start, -random.int(30, 4000));
  return {
    id,
    firstName: faker.person.firstName(sex),
    lastName: faker.person.lastName(sex),
    email: `person${id}@company.example`,
    locale: random.chance(0.85) ? 'uk' : 'en',
    department,
    managerId: manager?.id ?? null,
    hiredOn,
    leavesOn: random.chance(parameters.leavingAYear * 2) ? addDays(later(start, hiredOn), random.int(60, 700)) : null,
    schedule: random.chance(parameters.partTime) ? partTime(random) : null,
    move: move(random, department, later(start, hiredOn)),
  };
}

/** Who reports to the head of the company leads a department each; their people are mostly in it. */
function departmentOf(seed: string, index: number, manager: Employee | undefined): string | undefined {
  if (manager?.managerId === null) return names[(index - 1) % names.length];
  return randomOf(seed, 'department', index).chance(parameters.departmentOfManager) ? manager?.department : undefined;
}

const later = (a: LocalDate, b: LocalDate): LocalDate => (a > b ? a : b);

/** Four days, three days, or five mornings. */
const partTime = (random: Random): readonly number[] =>
  random.pick([
    [1, 1, 1, 1, 0, 0, 0],
    [1, 1, 0, 1, 1, 0, 0],
    [1, 1, 1, 0, 0, 0, 0],
    [0.5, 0.5, 0.5, 0.5, 0.5, 0, 0],
  ]);

function move(random: Random, department: string, since: LocalDate): Employee['move'] {
  if (!random.chance(parameters.movingAYear * 2)) return null;
  const others = names.filter((name) => name !== department);
  const from = addDays(since, random.int(40, 650));
  return {
    to: random.pick(others),
    from,
    correctedTo: random.chance(parameters.moveCorrected) ? addDays(from, 14) : null,
  };
}

/** How much of a day the person is scheduled to work, 0 to 1. */
export const scheduled = (person: Employee, day: LocalDate): number =>
  (person.schedule ?? [1, 1, 1, 1, 1, 0, 0])[weekday(day) - 1] ?? 0;

/** Whether the person is employed on a day. */
export const employed = (person: Employee, day: LocalDate): boolean =>
  day >= person.hiredOn && (person.leavesOn === null || day <= person.leavesOn);
