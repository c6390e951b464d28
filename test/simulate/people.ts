import { addDays, type LocalDate } from '#lib/dates.ts';
import type { Company, Employee } from './company.ts';
import type { Published } from './published.ts';
import { randomOf, uuidOf } from './random.ts';

/** An instant on a day: `hour` may have a fraction, in UTC. */
export const at = (day: LocalDate, hour: number): number =>
  Math.round(Date.parse(`${day}T00:00:00Z`) + hour * 3_600_000);

/** What the user service publishes about one person over the whole simulated time, in order of time. */
export function* personEvents({ seed, start }: Company, person: Employee): Generator<Published> {
  const random = randomOf(seed, 'hr', person.id);
  const known = person.hiredOn > start ? addDays(person.hiredOn, -3) : addDays(start, -random.int(1, 10));
  const make = (type: string, day: LocalDate, data: object): Published => ({
    id: uuidOf(seed, type, person.id, day),
    type,
    source: '/users',
    time: at(day, 6 + random.next() * 9),
    data: { employeeId: person.id, ...data },
  });
  yield make('user.registered', known, profile(person));
  if (person.move) yield* moves(person, person.move, make);
  if (person.leavesOn) yield make('user.deactivated', addDays(person.leavesOn, -5), { lastDay: person.leavesOn });
}

const profile = ({ id, leavesOn, move, ...person }: Employee): object => ({ ...person, region: 'UA' });

function* moves(
  person: Employee,
  move: NonNullable<Employee['move']>,
  make: (type: string, day: LocalDate, data: object) => Published,
): Generator<Published> {
  if (person.leavesOn && move.from > person.leavesOn) return;
  const first = make('user.department_changed', addDays(move.from, -7), {
    department: move.to,
    effectiveFrom: move.from,
  });
  yield first;
  if (!move.correctedTo) return;
  const told = addDays(move.from, 30);
  yield make('user.department_changed', told, {
    department: move.to,
    effectiveFrom: move.correctedTo,
    voids: first.id,
  });
}
