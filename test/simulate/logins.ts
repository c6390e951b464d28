import { eachDay, type LocalDate } from '#lib/dates.ts';
import { type Company, type Employee, employed, scheduled } from './company.ts';
import { parameters } from './parameters.ts';
import { at } from './people.ts';
import type { Published } from './published.ts';
import { type Random, randomOf, uuidOf } from './random.ts';

const reasons = { bad_password: 0.8, bad_otp: 0.12, locked: 0.08 } as const;

/** One sign-in attempt. */
export function loginEvent(seed: string, person: Employee, time: number, random: Random): Published {
  const failed = random.chance(parameters.loginFailure);
  const data = {
    employeeId: person.id,
    login: person.email,
    ip: `10.0.${Number(person.id) % 250}.${random.int(1, 250)}`,
  };
  return {
    id: uuidOf(seed, 'login', person.id, time, random.next()),
    type: failed ? 'auth.login.failed' : 'auth.login.succeeded',
    source: '/auth',
    time,
    data: failed ? { ...data, reason: random.weighted(reasons) } : { ...data, method: 'password' },
  };
}

/**
 * The sign-ins of one person in [from; to]: once on each scheduled day, between eight and ten, tried again when
 * refused.
 */
export function* loginEvents(company: Company, person: Employee, from: LocalDate, to: LocalDate): Generator<Published> {
  for (const day of eachDay(from, to)) {
    const random = randomOf(company.seed, 'logins', person.id, day);
    if (!employed(person, day) || !random.chance(0.92 * Math.sign(scheduled(person, day)))) continue;
    let time = at(day, 5.5 + 2.5 * random.next());
    let attempt = loginEvent(company.seed, person, time, random);
    for (; attempt.type === 'auth.login.failed'; attempt = loginEvent(company.seed, person, time, random)) {
      yield attempt;
      time += random.int(4_000, 60_000);
    }
    yield attempt;
  }
}
