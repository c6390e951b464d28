import { event } from '../event.ts';
import { id, optional } from '../fields.ts';

export default event({
  type: 'vacation.request.withdrawn',
  family: 'vacations',
  rank: 3,
  title: { en: 'Request withdrawn', uk: 'Заявку відкликано' },
  doc: 'The person took the request back before it was decided.',
  fields: {
    employeeId: id('The person it is about.'),
    requestId: id('The request.'),
    withdrawnBy: optional(id('Who took it back.')),
  },
});
