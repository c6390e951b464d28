import { event } from '../event.ts';
import { days, id, int, optional, personal, string } from '../fields.ts';

export default event({
  type: 'vacation.balance.adjusted',
  family: 'vacations',
  entity: null,
  rank: 0,
  title: { en: 'Balance corrected', uk: 'Залишок виправлено' },
  doc: 'Somebody corrected what a person may take in a year.',
  fields: {
    employeeId: id('The person it is about.'),
    leaveType: string('Kind of leave.'),
    year: int('The leave year it counts in.'),
    days: days('How many are added; negative: taken away.'),
    adjustedBy: optional(id('Who corrected it.')),
    reason: personal(string('Why.')),
  },
});
