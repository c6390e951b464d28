import { event } from '../event.ts';
import { document, id, int, list, string } from '../fields.ts';

export default event({
  type: 'vacation.rules.changed',
  family: 'vacations',
  entity: null,
  rank: 0,
  title: { en: 'Leave rules changed', uk: 'Правила відпусток змінено' },
  doc: 'Somebody replaced the company’s rules about leave.',
  fields: {
    employeeId: id('Who replaced them.'),
    version: int('How often they have been replaced by now.'),
    changed: list('What is not as it was, by path: types.annual.noticeDays.', string('A path.')),
    rules: document('All rules from now on, as JSON.'),
  },
});
