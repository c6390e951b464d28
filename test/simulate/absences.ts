import { addDays, eachDay, type LocalDate, weekday } from '#lib/dates.ts';
import { type Company, type Employee, employed, scheduled } from './company.ts';
import { parameters } from './parameters.ts';
import { at } from './people.ts';
import type { Published } from './published.ts';
import { type Random, randomOf, uuidOf } from './random.ts';

/** A stretch of days away. */
export interface Stretch {
  readonly from: LocalDate;
  readonly to: LocalDate;
  readonly dayPart: 'full' | 'morning' | 'afternoon';
  readonly leaveType: string;
}

const quarterStart: Readonly<Record<string, string>> = { 1: '01-01', 2: '04-01', 3: '07-01', 4: '10-01' };
const fiveDayMeanRatio = 7 / 5;

/** A year's leave of one person: whole weeks by season, then single days; nothing overlaps. */
export function plannedLeave(company: Company, person: Employee, year: number): readonly Stretch[] {
  const random = randomOf(company.seed, 'leave', person.id, year);
  const taken: Stretch[] = [];
  let rest = Math.round(parameters.allowance * parameters.utilisation * (0.7 + 0.6 * random.next()));
  for (let wishes = 0; rest > 0 && wishes < 12; wishes++) {
    const stretch = fulfil(random, person, year, rest, taken);
    if (!stretch) continue;
    taken.push(stretch);
    rest -= stretch.dayPart === 'full' ? lengthOf(stretch) : 0.5;
  }
  return taken;
}

const lengthOf = ({ from, to }: Stretch): number => [...eachDay(from, to)].length;
export const overlaps = (a: Stretch, b: Stretch): boolean => a.from <= b.to && b.from <= a.to;

type Length = '14' | '7' | '2' | '1' | 'half';
const none = { 14: 0, 7: 0, 2: 0, 1: 0, half: 0 };
const short = { 1: 0.6, 2: 0.25, half: 0.15 };

/** Settles on a length and a quarter, then looks for days there that are free. */
function fulfil(
  random: Random,
  person: Employee,
  year: number,
  rest: number,
  taken: readonly Stretch[],
): Stretch | undefined {
  const length = random.weighted<Length>(
    rest >= 7 ? { ...none, 14: rest >= 14 ? 0.45 : 0, 7: 0.55 } : { ...none, ...short },
  );
  const quarter = random.weighted(isWeeks(length) ? parameters.quarters : { 1: 1, 2: 1, 3: 1, 4: 1 });
  for (let tries = 0; tries < 30; tries++) {
    const stretch = draw(random, person, `${year}-${quarterStart[quarter]}`, length);
    if (stretch && !taken.some((other) => overlaps(other, stretch))) return stretch;
  }
  return undefined;
}

const isWeeks = (length: Length): boolean => length === '7' || length === '14';

function draw(random: Random, person: Employee, start: LocalDate, length: Length): Stretch | undefined {
  const day = addDays(start, random.int(0, 75));
  const from = isWeeks(length) ? addDays(day, (8 - weekday(day)) % 7) : day;
  const to = length === 'half' ? from : addDays(from, Number(length) - 1);
  if (!employed(person, from) || !employed(person, to)) return undefined;
  if (!isWeeks(length) && scheduled(person, from) === 0) return undefined;
  const leaveType = isWeeks(length) ? 'annual' : random.weighted({ annual: 0.8, study: 0.1, unpaid: 0.1 });
  return { from, to, dayPart: length === 'half' ? random.pick(['morning', 'afternoon'] as const) : 'full', leaveType };
}

/** A year's illness of one person: spells by season, never on days of leave, each starting on a working day. */
export function plannedIllness(
  company: Company,
  person: Employee,
  year: number,
  leave: readonly Stretch[],
): readonly Stretch[] {
  const random = randomOf(company.seed, 'illness', person.id, year);
  const spells: Stretch[] = [];
  const medianDays = 2.4;
  const meanDays = medianDays * Math.exp(0.8 ** 2 / 2) + 0.5;
  const scheduledDays = 365 / fiveDayMeanRatio;
  const wanted = random.poisson((parameters.sickRate * scheduledDays) / (meanDays / fiveDayMeanRatio) / keptShare);
  for (let spell = 0; spell < wanted; spell++) {
    const quarter = random.weighted(parameters.sickQuarters);
    const from = addDays(`${year}-${quarterStart[quarter]}`, random.int(0, 90));
    const to = addDays(from, Math.max(0, Math.round(random.logNormal(medianDays, 0.8)) - 1));
    const stretch: Stretch = { from, to, dayPart: 'full', leaveType: 'sick' };
    const free = ![...leave, ...spells].some((other) => overlaps(other, stretch));
    if (free && employed(person, from) && employed(person, to) && scheduled(person, from) > 0 && to < `${year}-12-31`)
      spells.push(stretch);
  }
  return spells;
}

/** Drawn spells that are kept: the others would start on a free day or meet leave. */
const keptShare = 0.58;

/** What the services publish about one stretch of leave, in order of time. */
export function* leaveEvents(company: Company, person: Employee, leave: Stretch): Generator<Published> {
  const requestId = `R-${uuidOf(company.seed, 'request', person.id, leave.from).slice(0, 13)}`;
  const random = randomOf(company.seed, 'request', requestId);
  const make = maker('/vacations', company.seed, { employeeId: person.id, requestId });
  const submitted = submittedAt(random, person, leave);
  const { from, to, dayPart, leaveType } = leave;
  yield make('vacation.request.submitted', submitted, { from, to, dayPart, leaveType });
  const decided =
    submitted +
    Math.max(60_000, random.logNormal(parameters.decisionMedianHours, parameters.decisionSigma) * 3_600_000);
  const { denied, expired, withdrawn } = parameters;
  const end = random.weighted({ rejected: denied, expired, withdrawn, approved: 1 - denied - expired - withdrawn });
  const decidedBy = person.managerId;
  if (end !== 'approved')
    return yield make(
      `vacation.request.${end}`,
      end === 'expired' ? submitted + 7 * dayMs : decided,
      end === 'rejected' ? { decidedBy } : {},
    );
  if (random.chance(0.15)) yield make('vacation.request.step_approved', decided - 30_000, { step: 1, decidedBy });
  yield make('vacation.request.approved', decided, { decidedBy });
  yield* afterwards(random, leave, decided, make);
}

type Make = (type: string, time: number, data: object) => Published;
const dayMs = 86_400_000;

/** Some granted leave is shortened, some cancelled, before it begins. */
function* afterwards(random: Random, leave: Stretch, decided: number, make: Make): Generator<Published> {
  const time = decided + Math.max(60_000, random.next() * (at(leave.from, 6) - decided));
  const { from, to, leaveType, dayPart } = leave;
  if (random.chance(parameters.cancelled)) {
    yield make('vacation.request.cancellation_requested', time, {});
    yield make('vacation.request.cancelled', time + 3_600_000, {});
  } else if (to > from && random.chance(parameters.modified)) {
    yield make('vacation.request.modified', time, { from, to: addDays(to, -1), leaveType, dayPart });
  }
}

/** Submitted three days to four months before, on the weekdays that people choose; not before the person is known. */
function submittedAt(random: Random, person: Employee, leave: Stretch): number {
  const notice = Math.min(120, Math.max(3, random.logNormal(25, 0.9)));
  const near = addDays(leave.from, -Math.round(notice) - 7);
  const wanted = Number(random.weighted(parameters.submissionWeekdays));
  const day = addDays(near, wanted - weekday(near) + 7 * Number(wanted < weekday(near)));
  return at(day > person.hiredOn ? day : person.hiredOn, 5 + random.next() * 14);
}

/** What is published about one spell of illness. */
export function* sickEvents(company: Company, person: Employee, spell: Stretch): Generator<Published> {
  const absenceId = `S-${uuidOf(company.seed, 'sick', person.id, spell.from).slice(0, 13)}`;
  const random = randomOf(company.seed, 'sick', absenceId);
  const make = maker('/absences', company.seed, { employeeId: person.id, absenceId });
  const { from, to, dayPart } = spell;
  const reported = at(from, 5 + random.next() * 4);
  const longer = to > from && random.chance(0.3);
  yield make('absence.sick.reported', reported, { from, to: longer ? addDays(to, -1) : to, dayPart });
  if (longer) yield make('absence.sick.updated', at(addDays(to, -1), 8), { from, to, dayPart });
}

const maker =
  (source: string, seed: string, identity: object): Make =>
  (type, time, data) => ({
    id: uuidOf(seed, type, ...Object.values(identity), Math.round(time)),
    type,
    source,
    time: Math.round(time),
    data: { ...identity, ...data },
  });
