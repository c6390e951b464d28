import type { LocalDate } from '#lib/dates.ts';
import { otherDepartments, wholeCompany } from '#tables/frozen.ts';

/** How many people were in a department for the whole of a month. */
export interface Headcount {
  /** Its first day. */
  readonly month: LocalDate;
  readonly department: string;
  readonly people: number;
}

/** Under which name the figures of a department's month are shown. */
export interface Group {
  readonly month: LocalDate;
  readonly department: string;
  readonly shownAs: string;
}

/** Nobody sees figures of fewer people. */
export const fewestPeople = 5;

/** What is known of groups when they are made. */
export interface Known {
  /** The first day of the present month. */
  readonly present: LocalDate;
  /** The groups that were shown before. */
  readonly before: readonly Group[];
}

/**
 * The groups of every month: departments of five and more by their name; all smaller ones together, and with them the
 * smallest of the large ones when they are fewer than five together (secondary suppression). What cannot be made five
 * is in no group. So the groups of a month share nobody and each has five people or more: whatever is summed from them,
 * nothing smaller comes out by subtraction.
 *
 * Nor does it from the groups of two days: months are grouped by themselves, so that the past is not regrouped when a
 * department grows; what was shown together stays together; and months that have not begun are one group, which is
 * divided once.
 */
export function groupsOf(headcounts: readonly Headcount[], { present, before }: Known): Group[] {
  const together = new Set(before.filter(({ shownAs }) => shownAs === otherDepartments).map(nameOf));
  return [...Map.groupBy(headcounts, ({ month }) => month)].flatMap(([month, departments]) =>
    month > present ? shownTogether(departments, wholeCompany) : groupsOfMonth(departments, together),
  );
}

const nameOf = ({ month, department }: Pick<Group, 'month' | 'department'>): string => `${month} ${department}`;

function groupsOfMonth(departments: readonly Headcount[], before: ReadonlySet<string>): Group[] {
  const bySize = [...departments].sort((a, b) => a.people - b.people || (a.department < b.department ? -1 : 1));
  const isSmall = (one: Headcount) => one.people < fewestPeople || before.has(nameOf(one));
  const small = bySize.filter(isSmall);
  const large = bySize.filter((one) => !isSmall(one));
  const next = small.length > 0 && sum(small) < fewestPeople ? 1 : 0;
  return [
    ...shownTogether([...small, ...large.slice(0, next)], otherDepartments),
    ...large.slice(next).map((one) => shownAs(one, one.department)),
  ];
}

const shownTogether = (departments: readonly Headcount[], name: string): Group[] =>
  sum(departments) < fewestPeople ? [] : departments.map((one) => shownAs(one, name));

const sum = (departments: readonly Headcount[]): number => departments.reduce((all, { people }) => all + people, 0);

const shownAs = ({ month, department }: Headcount, name: string): Group => ({ month, department, shownAs: name });
