import { event } from '../event.ts';
import { id } from '../fields.ts';

export default event({
  type: 'absence.sick.cancelled',
  family: 'absences',
  rank: 2,
  doc: 'A sick note does not count.',
  fields: {
    employeeId: id('The person it is about.'),
    absenceId: id('The sick note.'),
  },
});
