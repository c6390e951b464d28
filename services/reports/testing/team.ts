import { addDays, eachDay } from '#lib/dates.ts';
import type { AbsenceRow, RequestRow } from '../reading.ts';
import type { TestLine } from './line.ts';

/** Monday, 08:00 in Kyiv: the week before is 2026-06-29 to 2026-07-05, the one before that 2026-06-22 to 2026-06-28. */
export const monday = Date.parse('2026-07-06T05:00:00Z');

const people: Readonly<Record<string, readonly [string, string, string]>> = {
  '1': ['Ірина', 'Коваль', 'Продажі'],
  '7': ['Олена', "О'Ґедзь", 'Продажі'],
  '8': ['Петро', 'Їжакевич', 'Продажі'],
  '9': ['Софія', 'Шевченко', 'Підтримка'],
};

function who(employeeId: string) {
  const [firstName, lastName, department] = people[employeeId] ?? ['', '', ''];
  return { employeeId, firstName, lastName, department };
}

export const requestOf = (
  employeeId: string,
  requestId: string,
  status: string,
  [submitted, decided]: readonly [string, string | null],
  more: Partial<RequestRow> = {},
): RequestRow => ({
  requestId,
  status,
  leaveType: 'annual',
  from: '2026-07-20',
  to: '2026-07-24',
  days: 5,
  ...who(employeeId),
  submittedAt: `${submitted}T09:00:00.000Z`,
  decidedAt: decided && `${decided}T12:00:00.000Z`,
  ...more,
});

/** Days on end. */
export const away = (
  employeeId: string,
  requestId: string,
  from: string,
  days: number,
  more: Partial<AbsenceRow> = {},
): AbsenceRow[] =>
  [...eachDay(from, addDays(from, days - 1))].map((day) => ({
    requestId,
    day,
    kind: 'vacation',
    leaveType: 'annual',
    ...who(employeeId),
    fraction: 1,
    counted: 1,
    working: 1,
    ...more,
  }));

const sick = { kind: 'sick', leaveType: 'sick' } as const;

/** Ірина (1) leads Олена (7) and Петро (8); Софія (9) works elsewhere; 2 is HR. */
export function fillTeam(line: TestLine): void {
  line.readers.set('1', { roles: ['employee', 'manager'], sees: ['1', '7', '8'] });
  line.readers.set('2', { roles: ['employee', 'hr'], sees: null });
  line.requests = [
    requestOf('7', 'r1', 'approved', ['2026-06-29', '2026-06-30']),
    requestOf('8', 'r2', 'rejected', ['2026-06-30', '2026-07-02'], { leaveType: 'unpaid' }),
    requestOf('8', 'r3', 'submitted', ['2026-07-03', null], { leaveType: 'study' }),
    requestOf('7', 'r4', 'approved', ['2026-06-23', '2026-06-24']),
    requestOf('9', 'r5', 'submitted', ['2026-07-01', null]),
  ];
  line.absences = [
    ...away('7', 'a1', '2026-06-29', 3),
    ...away('8', 'a2', '2026-07-02', 2, sick),
    ...away('1', 'a3', '2026-06-25', 2),
    ...away('8', 'a4', '2026-07-07', 3, { leaveType: 'study' }),
    ...away('7', 'a5', '2026-07-09', 1, sick),
    ...away('9', 'a6', '2026-07-08', 2),
  ];
}
