import { event } from '../event.ts';
import { date, id, optional, string, uuid } from '../fields.ts';

export default event({
  type: 'user.department_changed',
  family: 'users',
  rank: 2,
  title: { en: 'Moved to a department', uk: 'Перехід до відділу' },
  doc: 'A person belongs to another department from a day on.',
  fields: {
    employeeId: id('The person it is about.'),
    department: string('The department from that day on.'),
    effectiveFrom: date('First day in it.'),
    voids: optional(uuid('The earlier move that this one corrects: that one no longer counts.')),
    voidsSource: optional(string('Who published that earlier move, where it was not the source of this event.')),
  },
});
