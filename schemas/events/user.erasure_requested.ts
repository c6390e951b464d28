import { event } from '../event.ts';
import { id, optional } from '../fields.ts';

export default event({
  type: 'user.erasure_requested',
  family: 'users',
  rank: 6,
  title: { en: 'Erasure asked for', uk: 'Попросили стерти дані' },
  doc: 'Somebody who left asked for their personal data to be erased; each holder of it blanks its own copies.',
  fields: {
    employeeId: id('The person it is about.'),
    requestedBy: optional(id('Who entered the request.')),
  },
});
