import type { StatisticEntry } from '#api/answers.ts';
import type { LocalDate } from '#lib/dates.ts';
import type { Picture } from '../charts/picture.ts';
import { addressOf } from '../data/address.ts';
import type { Period } from '../data/calendar.ts';
import type { TableView } from '../kit/table.ts';
import type { Segment } from '../language/message.ts';
import type { Speech } from '../language/speech.ts';
import type { Filters } from './filters/address.ts';

/** What a panel may look at besides its answers. */
export interface Setting {
  readonly filters: Filters;
  readonly period: Period;
  /** The as-of day, or today in the company's zone. */
  readonly today: LocalDate;
  readonly speech: Speech;
  /** The catalogue's entry of the panel's statistic. */
  readonly entry: StatisticEntry | null;
}

/** One of the figures at the head of the page. */
export interface Headline {
  readonly label: string;
  readonly value: string;
  readonly note: string;
  /** Where its own rows are, when that is not where the panel's are. */
  readonly href?: string;
}

/** Who is away on which days of a week. */
export interface Roster {
  readonly days: readonly LocalDate[];
  readonly people: readonly {
    readonly id: string;
    readonly name: string;
    readonly department: string;
    readonly days: readonly ('' | 'vacation' | 'sick' | 'vacation-half' | 'sick-half')[];
  }[];
}

/** What a panel shows once its answers are there. */
export interface View {
  readonly empty: boolean;
  readonly answer: readonly Segment[];
  readonly picture: Picture;
  readonly table: TableView;
  readonly headline: Headline | null;
  readonly period: string;
  /** Where its rows are; null: they are not for this reader. */
  readonly href: string | null;
  readonly roster?: Roster;
}

export type Narrowing = 'department' | 'leaveType' | 'asOf';

/** A question with its answer: a pure function from answers of the API to what is shown. */
export interface PanelDefinition {
  readonly id: string;
  /** Its question comes from the catalogue; null: from the message files. */
  readonly statistic: string | null;
  readonly title?: (setting: Setting) => string;
  /** Columns of the twelve that it takes on a wide screen. */
  readonly span: 4 | 5 | 6 | 7 | 8 | 12;
  readonly tables: readonly string[];
  /** Shortest pause between two readings, ms; few people need a year's histogram anew every second. */
  readonly gap?: number;
  /** Filters that its source does not know. */
  readonly ignores: (setting: Setting) => readonly Narrowing[];
  readonly asks: (setting: Setting) => readonly string[];
  readonly view: (answers: readonly unknown[], setting: Setting) => View;
}

const has = (entry: StatisticEntry | null, column: string): boolean =>
  entry?.key.some(({ name }) => name === column) ?? false;

const dateKinds = ['date', 'instant'];

/** The address of a statistic under the filters that its key knows. */
export function statisticPath(name: string, by: readonly string[], { filters, period, entry }: Setting): string {
  const isDated = entry?.key.some(({ kind }) => dateKinds.includes(kind));
  return addressOf(`/api/statistics/${name}`, {
    ...(isDated && period),
    department: has(entry, 'department') ? filters.departments : [],
    leaveType: has(entry, 'leaveType') ? filters.leaveTypes : [],
    asOf: entry?.asOf == null ? null : filters.asOf,
    by: by.join(','),
  });
}

export const csvPath = (path: string): string => `${path}&format=csv`;

/** Filters in use that are not among those a source knows. */
export function usedBut(filters: Filters, known: readonly Narrowing[]): readonly Narrowing[] {
  const ignored: Narrowing[] = [];
  if (filters.departments.length > 0) ignored.push('department');
  if (filters.leaveTypes.length > 0) ignored.push('leaveType');
  if (filters.asOf !== null) ignored.push('asOf');
  return ignored.filter((name) => !known.includes(name));
}

/** Filters in use that a statistic has no column for. */
export function ignoredBy({ filters, entry }: Setting): readonly Narrowing[] {
  const columns = (['department', 'leaveType'] as const).filter((name) => has(entry, name));
  return usedBut(filters, entry?.asOf == null ? columns : [...columns, 'asOf']);
}

export const departmentName = (speech: Speech, name: string): string => speech.word('department', name);
