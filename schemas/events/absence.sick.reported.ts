import { checkPeriod } from '../checks.ts';
import { event } from '../event.ts';
import { date, id, wordOr } from '../fields.ts';

export default event({
  type: 'absence.sick.reported',
  family: 'absences',
  rank: 0,
  title: { en: 'Sick note reported', uk: 'Повідомлено про хворобу' },
  doc: 'A person is ill.',
  fields: {
    employeeId: id('The person it is about.'),
    absenceId: id('The sick note.'),
    from: date('First day away.'),
    to: date('Last day away, included.'),
    dayPart: wordOr('How much of each day.', ['full', 'morning', 'afternoon'], 'full'),
  },
  check: checkPeriod,
});
