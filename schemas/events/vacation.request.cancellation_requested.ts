import { event } from '../event.ts';
import { id, personal, string } from '../fields.ts';

export default event({
  type: 'vacation.request.cancellation_requested',
  family: 'vacations',
  rank: 4,
  doc: 'The person asked to cancel leave that was granted.',
  fields: {
    employeeId: id('The person it is about.'),
    requestId: id('The request.'),
    reason: personal(string('Why.')),
  },
});
