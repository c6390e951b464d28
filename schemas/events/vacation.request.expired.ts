import { event } from '../event.ts';
import { id } from '../fields.ts';

export default event({
  type: 'vacation.request.expired',
  family: 'vacations',
  rank: 6,
  title: { en: 'Request expired undecided', uk: 'Заявка залишилася без рішення' },
  doc: 'Nobody decided in time.',
  fields: {
    employeeId: id('The person it is about.'),
    requestId: id('The request.'),
  },
});
