import { event } from '../event.ts';
import { id, list, optional, personal, string } from '../fields.ts';

export default event({
  type: 'vacation.request.cancellation_requested',
  family: 'vacations',
  rank: 4,
  title: { en: 'Cancellation asked for', uk: 'Попросили скасувати відпустку' },
  doc: 'The person asked to cancel leave that was granted.',
  fields: {
    employeeId: id('The person it is about.'),
    requestId: id('The request.'),
    reason: personal(string('Why.')),
    delegates: optional(list('Who stands in for the manager then, and may decide as well.', id('A person.'))),
  },
});
