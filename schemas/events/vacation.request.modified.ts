import { checkPeriod } from '../checks.ts';
import { event } from '../event.ts';
import { date, days, id, list, optional, string, word, wordOr } from '../fields.ts';

export default event({
  type: 'vacation.request.modified',
  family: 'vacations',
  rank: 3,
  title: { en: 'Request changed', uk: 'Заявку змінено' },
  doc: 'The request changed; carries the complete new values.',
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
    modifiedBy: optional(id('Who changed it.')),
    delegates: optional(list('Who stands in for the manager then, and may decide as well.', id('A person.'))),
  },
  check: checkPeriod,
});
