import { boolean, date, days, id, list, optional, personal, string } from '../fields.ts';
import { derived } from '../record.ts';

export default derived({
  name: 'hr.Employee',
  topic: 'hr.employees',
  doc: 'The present state of a person. Key: employee id. The two histories are parallel lists, ordered by day.',
  fields: {
    employeeId: id('The person.'),
    email: personal(string('Mail address.')),
    firstName: personal(string('Given name.')),
    lastName: personal(string('Family name.')),
    managerId: optional(id('Who decides on this person’s leave.')),
    region: optional(string('Holiday region.')),
    locale: optional(string('Language for mail.')),
    department: string('The department today, as of the newest event of the person.'),
    hiredOn: optional(date('First day of employment.')),
    leftOn: optional(date('Last day of employment.')),
    active: boolean('Whether the person has not left.'),
    departmentFrom: list('First day in each department; the first entry is 1900-01-01.', date('Day.')),
    departments: list('Department from that day on.', string('Department.')),
    scheduleFrom: list('First day of each schedule; the first entry is 1900-01-01.', date('Day.')),
    schedules: list(
      'Shares of the seven weekdays, Monday first, of all schedules one after the other: 7 entries a schedule.',
      days('Share of a day.'),
    ),
  },
});
