import { event } from '../event.ts';
import { days, id, int, string, word } from '../fields.ts';

export default event({
  type: 'vacation.balance.expired',
  family: 'vacations',
  entity: null,
  rank: 0,
  title: { en: 'Days of leave lost', uk: 'Дні відпустки згоріли' },
  doc: 'Days of leave that were not taken in time are lost.',
  fields: {
    employeeId: id('The person it is about.'),
    leaveType: string('Kind of leave.'),
    year: int('The leave year they counted in.'),
    days: days('How many; negative when an earlier loss was too much.'),
    reason: word('Why.', ['expiry_date', 'carry_over_limit']),
  },
});
