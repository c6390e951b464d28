import { departmentOn } from '#domain/person.ts';
import { monthOf } from '#lib/dates.ts';
import { count, date, days, string } from '#schemas/fields.ts';
import { absenceDays } from '../entities/absence.ts';
import { labels } from '../labels.ts';
import { statistic } from '../statistic.ts';

export default statistic({
  name: 'sick_days',
  title: { en: 'Sick days', uk: 'Дні хвороби' },
  question: {
    en: 'How many working days are lost to illness each month, in how many spells?',
    uk: 'Скільки робочих днів щомісяця втрачено через хворобу і за скільки випадків?',
  },
  version: 1,
  of: 'absence',
  key: {
    month: date('First day of the month in which the days lie.'),
    department: string('The person’s department on each day.'),
  },
  measures: {
    sickDays: days('Scheduled work missed.'),
    sickSpells: count('Sick notes that began in the month; the department is that of the first day.'),
  },
  labels: {
    month: labels.month,
    department: labels.department,
    sickDays: { en: 'Sick days', uk: 'Дні хвороби' },
    sickSpells: { en: 'Sick spells', uk: 'Випадки хвороби' },
  },
  asOf: 'month',
  derived: {},
  contributions: (absence, person, settings) => {
    if (absence.status === 'cancelled') return [];
    const under = (day: string) => ({ month: monthOf(day), department: departmentOn(person, day) });
    const missed = absenceDays(absence, person, settings).filter(({ counted }) => counted !== 0);
    return [
      { key: under(absence.from), add: { sickSpells: 1 } },
      ...missed.map(({ day, counted }) => ({ key: under(day), add: { sickDays: counted } })),
    ];
  },
});
