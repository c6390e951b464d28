import { event } from '../event.ts';
import { date, days, id, int, optional, string, word } from '../fields.ts';

export default event({
  type: 'vacation.balance.granted',
  family: 'vacations',
  entity: null,
  rank: 0,
  title: { en: 'Days of leave granted', uk: 'Дні відпустки нараховано' },
  doc: 'Days of leave were added to what a person may take in a year.',
  fields: {
    employeeId: id('The person it is about.'),
    leaveType: string('Kind of leave.'),
    year: int('The leave year it counts in.'),
    days: days('How many; negative when an earlier grant was too much.'),
    reason: word('Why.', ['entitlement', 'carry_over']),
    expiresOn: optional(date('Last day on which carried days can be taken; missing: they stay.')),
  },
});
