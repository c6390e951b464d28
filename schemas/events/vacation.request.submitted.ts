import { checkPeriod } from '../checks.ts';
import { event } from '../event.ts';
import { date, id, personal, string, wordOr } from '../fields.ts';

export default event({
  type: 'vacation.request.submitted',
  family: 'vacations',
  rank: 0,
  doc: 'A person asked for leave.',
  fields: {
    employeeId: id('The person it is about.'),
    requestId: id('The request.'),
    leaveType: string('Kind of leave: annual, unpaid, study, …; the company’s vocabulary.'),
    from: date('First day away.'),
    to: date('Last day away, included.'),
    dayPart: wordOr('How much of each day.', ['full', 'morning', 'afternoon'], 'full'),
    comment: personal(string('What the person wrote.')),
  },
  check: checkPeriod,
});
