import { localDate } from '#lib/dates.ts';
import { count, date, string } from '#schemas/fields.ts';
import { statistic } from '../statistic.ts';

export default statistic({
  name: 'failed_logins',
  title: { en: 'Failed logins', uk: 'Невдалі входи' },
  question: {
    en: 'How many sign-ins were refused each day, and why?',
    uk: 'Скільки входів відхилено щодня і чому?',
  },
  version: 1,
  of: 'login',
  key: {
    day: date('Local day.'),
    reason: string('Why it was refused.'),
  },
  measures: { failures: count('Refused attempts.') },
  labels: {
    day: { en: 'Day', uk: 'День' },
    reason: { en: 'Reason', uk: 'Причина' },
    failures: { en: 'Failures', uk: 'Невдачі' },
  },
  asOf: 'day',
  derived: {},
  contributions: ({ occurredAt, outcome, reason }, _person, { zone }) => {
    if (outcome !== 'failed') return [];
    return [{ key: { day: localDate(occurredAt, zone), reason: reason ?? 'unknown' }, add: { failures: 1 } }];
  },
});
