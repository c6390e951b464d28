import { checkSchedule } from '../checks.ts';
import { event } from '../event.ts';
import { date, days, id, list, optional, string, uuid } from '../fields.ts';

export default event({
  type: 'user.schedule_changed',
  family: 'users',
  rank: 2,
  title: { en: 'Working days changed', uk: 'Робочі дні змінено' },
  doc: 'A person works other weekdays from a day on.',
  fields: {
    employeeId: id('The person it is about.'),
    schedule: list('Share of each weekday worked, Monday first: seven amounts from 0 to 1.', days('Share of a day.')),
    effectiveFrom: date('First day of it.'),
    voids: optional(uuid('The earlier change that this one corrects.')),
    voidsSource: optional(string('Who published that earlier change, where it was not the source of this event.')),
  },
  check: checkSchedule,
});
