import { count, instant, string } from '#schemas/fields.ts';
import { statistic } from '../statistic.ts';

const hourMs = 3_600_000;

export default statistic({
  name: 'login_activity',
  title: { en: 'Logins', uk: 'Входи' },
  question: {
    en: 'When do people sign in, and how often does it fail?',
    uk: 'Коли люди входять у систему і як часто це не вдається?',
  },
  version: 1,
  of: 'login',
  key: {
    hour: instant('The hour [hour; hour + 1 h).'),
    outcome: string('succeeded or failed.'),
  },
  measures: { logins: count('Attempts to sign in.') },
  labels: {
    hour: { en: 'Hour', uk: 'Година' },
    outcome: { en: 'Outcome', uk: 'Результат' },
    logins: { en: 'Logins', uk: 'Входи' },
  },
  asOf: 'hour',
  derived: {},
  contributions: ({ occurredAt, outcome }) => {
    if (outcome === 'locked') return [];
    return [{ key: { hour: Math.floor(occurredAt / hourMs) * hourMs, outcome }, add: { logins: 1 } }];
  },
});
