import { event } from '../event.ts';
import { date, id, optional } from '../fields.ts';

export default event({
  type: 'user.deactivated',
  family: 'users',
  rank: 5,
  title: { en: 'Left the company', uk: 'Робота в компанії завершена' },
  doc: 'A person left the company.',
  fields: {
    employeeId: id('The person it is about.'),
    lastDay: optional(date('Last day of employment; missing: the local day of the event.')),
  },
});
