import { event } from '../event.ts';
import { id } from '../fields.ts';

export default event({
  type: 'absence.sick.cancelled',
  family: 'absences',
  rank: 2,
  title: { en: 'Sick note taken back', uk: 'Лікарняний скасовано' },
  doc: 'A sick note does not count.',
  fields: {
    employeeId: id('The person it is about.'),
    absenceId: id('The sick note.'),
  },
});
