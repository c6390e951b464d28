import { event } from '../event.ts';
import { id, optional, personal, string } from '../fields.ts';

export default event({
  type: 'vacation.request.rejected',
  family: 'vacations',
  rank: 2,
  title: { en: 'Leave rejected', uk: 'Заявку відхилено' },
  doc: 'The request was refused.',
  fields: {
    employeeId: id('The person it is about.'),
    requestId: id('The request.'),
    decidedBy: optional(id('Who decided.')),
    reason: personal(string('Why.')),
  },
});
