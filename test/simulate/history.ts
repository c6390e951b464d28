import { addDays, fromEpochDay, type LocalDate } from '#lib/dates.ts';
import { leaveEvents, plannedIllness, plannedLeave, sickEvents } from './absences.ts';
import type { Company, Employee } from './company.ts';
import { loginEvents } from './logins.ts';
import { parameters } from './parameters.ts';
import { personEvents } from './people.ts';
import type { Published } from './published.ts';
import { randomOf, uuidOf } from './random.ts';

const dayMs = 86_400_000;

/** The day before which history begins: 1 January of the year before. */
export const historyStart = (now: number): LocalDate => `${new Date(now).getUTCFullYear() - 1}-01-01`;

/** Everything that the company's services publish with a time in (after; until], in order of time. Epoch ms. */
export function history(company: Company, after: number, until: number): readonly Published[] {
  const events = company.people.flatMap((person) => [...personHistory(company, person, until)]);
  return events.filter(({ time }) => time > after && time <= until).sort((a, b) => a.time - b.time);
}

/** The same without sign-ins: who the people are, and their leave. */
export function historyOfLeave(company: Company, until: number): readonly Published[] {
  const events = company.people.flatMap((person) => [...personLeave(company, person, until)]);
  return events.filter(({ time }) => time <= until).sort((a, b) => a.time - b.time);
}

/** One person's events; those after `until` may be among them. */
export function* personHistory(company: Company, person: Employee, until: number): Generator<Published> {
  yield* personLeave(company, person, until);
  const today = dayOf(until);
  const kept = addDays(today, -parameters.loginsKeptDays);
  yield* loginEvents(company, person, kept > company.start ? kept : company.start, today);
}

const dayOf = (time: number): LocalDate => fromEpochDay(Math.floor(time / dayMs));

function* personLeave(company: Company, person: Employee, until: number): Generator<Published> {
  yield* personEvents(company, person);
  for (let year = Number(company.start.slice(0, 4)); year <= Number(dayOf(until).slice(0, 4)) + 1; year++) {
    const leave = plannedLeave(company, person, year);
    for (const stretch of leave) yield* withMail(company, person, leaveEvents(company, person, stretch));
    for (const spell of plannedIllness(company, person, year, leave)) yield* sickEvents(company, person, spell);
  }
}

/** Each decision is told to the person by mail a few seconds later. */
function* withMail(company: Company, person: Employee, events: Iterable<Published>): Generator<Published> {
  for (const event of events) {
    yield event;
    if (!/approved$|rejected$|cancelled$|expired$/.test(event.type)) continue;
    yield {
      id: uuidOf(company.seed, 'mail', event.id),
      type: 'notification.sent',
      source: '/notifications',
      time: event.time + 3_000,
      data: { employeeId: person.id, channel: 'mail', template: event.type, about: event.id, locale: person.locale },
    };
  }
}

/** The same events as publishers send them: some twice, some late, so not in order of time. */
export function disorderly(events: readonly Published[], seed: string): readonly Published[] {
  const random = randomOf(seed, 'disorder');
  const placed = events.flatMap((event, place) => {
    const delay = random.chance(parameters.late) ? random.int(1, 400) : 0;
    const first = { event, place: place + delay };
    return random.chance(parameters.twice) ? [first, { event, place: place + random.int(1, 600) }] : [first];
  });
  return placed.sort((a, b) => a.place - b.place).map(({ event }) => event);
}
