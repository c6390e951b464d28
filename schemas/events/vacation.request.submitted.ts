import { checkPeriod } from '../checks.ts';
import { event } from '../event.ts';
import { date, days, id, list, optional, personal, string, word, wordOr } from '../fields.ts';

export default event({
  type: 'vacation.request.submitted',
  family: 'vacations',
  rank: 0,
  title: { en: 'Leave asked for', uk: 'Заявку на відпустку подано' },
  doc: 'A person asked for leave.',
  fields: {
    employeeId: id('The person it is about.'),
    requestId: id('The request.'),
    leaveType: string('Kind of leave: annual, unpaid, study, …; the company’s vocabulary.'),
    from: date('First day away.'),
    to: date('Last day away, included.'),
    dayPart: wordOr('How much of each day.', ['full', 'morning', 'afternoon'], 'full'),
    fraction: optional(
      days('Hours off, as a share of the scheduled day; counts in place of dayPart, for a single day.'),
    ),
    counting: optional(
      word(
        'Which days cost leave, by the company’s rules for this type when it was written; else the standard rules say.',
        ['calendar', 'working'],
      ),
    ),
    substituteId: optional(id('Who stands in.')),
    approval: optional(list('Who decides, step by step: manager, hr; empty: nobody has to.', string('A step.'))),
    delegates: optional(list('Who stands in for the manager then, and may decide as well.', id('A person.'))),
    comment: personal(string('What the person wrote.')),
  },
  check: checkPeriod,
});
