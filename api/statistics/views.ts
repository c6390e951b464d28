import { count, date, days, type Fields, string } from '#schemas/fields.ts';
import type { Text } from '#schemas/text.ts';
import type { Definition } from './definition.ts';

/** A view of tables/views.ts as readers ask it: its columns that are keys, and those that are sums. */
interface ViewDataset extends Definition {
  /** Tables whose change makes its answers old. */
  readonly tables: readonly string[];
}

const department: Text = { en: 'Department', uk: 'Відділ' };
const available: Text = { en: 'Available days', uk: 'Доступні дні' };
const onThatDay = string('The person’s department on each day.');

const view = <K extends Fields, M extends Fields>(
  definition: Omit<ViewDataset, 'key' | 'measures' | 'labels'> & {
    readonly key: K;
    readonly measures: M;
    readonly labels: Readonly<Record<keyof K | keyof M, Text>>;
  },
): ViewDataset => definition;

const outByDay = view({
  name: 'out_by_day',
  title: { en: 'People away', uk: 'Відсутні' },
  question: { en: 'How many people are away each day?', uk: 'Скільки людей відсутні щодня?' },
  key: { day: date('The day.'), department: onThatDay, kind: string('vacation or sick.') },
  measures: {
    people: count('People away; over several days person-days, and who is sick on vacation counts under both kinds.'),
    peopleMissed: count('Of these, people who would have worked.'),
    days: days('Calendar days taken.'),
    workingDays: days('Scheduled work missed.'),
  },
  labels: {
    day: { en: 'Day', uk: 'День' },
    department,
    kind: { en: 'Kind', uk: 'Причина' },
    people: { en: 'People away', uk: 'Відсутні' },
    peopleMissed: { en: 'Missed at work', uk: 'Бракує на роботі' },
    days: { en: 'Days away', uk: 'Дні відсутності' },
    workingDays: { en: 'Working days missed', uk: 'Пропущені робочі дні' },
  },
  asOf: 'day',
  derived: {},
  tables: ['absence_days'],
});

const availableDays = view({
  name: 'available_days',
  title: available,
  question: { en: 'How much work is scheduled each day?', uk: 'Скільки роботи заплановано щодня?' },
  key: { day: date('The day.'), department: onThatDay },
  measures: {
    people: count('People employed; over several days person-days.'),
    availableDays: days('Scheduled work.'),
  },
  labels: {
    day: { en: 'Day', uk: 'День' },
    department,
    people: { en: 'People employed', uk: 'Працівники' },
    availableDays: available,
  },
  asOf: 'day',
  derived: {},
  tables: ['employees', 'absence_days'],
});

const sickRate = view({
  name: 'sick_rate',
  title: { en: 'Sick rate', uk: 'Рівень захворюваності' },
  question: {
    en: 'What share of the working days is lost to illness?',
    uk: 'Яка частка робочих днів втрачена через хворобу?',
  },
  key: { month: date('First day of the month in which the days lie.'), department: onThatDay },
  measures: {
    sickDays: days('Scheduled work missed for illness, up to today.'),
    availableDays: days('Scheduled work, up to today.'),
  },
  labels: {
    month: { en: 'Month', uk: 'Місяць' },
    department,
    sickDays: { en: 'Sick days', uk: 'Дні хвороби' },
    availableDays: available,
  },
  asOf: 'month',
  derived: {
    sickRate: {
      kind: 'ratio',
      title: { en: 'Sick rate', uk: 'Рівень захворюваності' },
      numerator: ['sickDays'],
      denominator: ['availableDays'],
    },
  },
  tables: ['employees', 'absence_days'],
});

/** The views that can be asked like statistics. */
export const views: readonly ViewDataset[] = [outByDay, availableDays, sickRate];
