import { checkSchedule } from '../checks.ts';
import { event } from '../event.ts';
import { profile } from '../fieldSets.ts';
import { date, days, list, optional, string } from '../fields.ts';

export default event({
  type: 'user.registered',
  family: 'users',
  rank: 0,
  title: { en: 'Joined the company', uk: 'Початок роботи в компанії' },
  doc: 'A person joined the company, or was made known for the first time.',
  fields: {
    ...profile,
    department: optional(string('Where the person starts.')),
    hiredOn: optional(date('First day of employment; unknown counts as always employed.')),
    schedule: optional(
      list(
        'Share of each weekday worked, Monday first: seven amounts from 0 to 1. Missing: Monday to Friday.',
        days('Share of a day.'),
      ),
    ),
  },
  check: checkSchedule,
});
