import { checkSchedule } from '../checks.ts';
import { event } from '../event.ts';
import { date, days, id, list, optional, personal, string, word } from '../fields.ts';

export default event({
  type: 'user.registered',
  family: 'users',
  rank: 0,
  title: { en: 'Joined the company', uk: 'Початок роботи в компанії' },
  doc: 'A person joined the company, or was made known for the first time.',
  fields: {
    employeeId: id('The person it is about.'),
    email: personal(string('Work mail address.')),
    firstName: personal(string('Given name.')),
    lastName: personal(string('Family name.')),
    managerId: optional(id('The person who decides on this person’s leave.')),
    region: optional(string('Holiday region, ISO 3166: UA, DE-BY.')),
    locale: optional(word('Language for mail.', ['uk', 'en'])),
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
