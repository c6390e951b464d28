import { event } from '../event.ts';
import { fromClient } from '../fieldSets.ts';
import { id, optional, personal, string } from '../fields.ts';

export default event({
  type: 'auth.link.requested',
  family: 'logins',
  rank: 0,
  title: { en: 'Link by mail asked for', uk: 'Попросили посилання поштою' },
  doc: 'Somebody asked for a link by mail; whether one was sent is nobody’s to know.',
  fields: {
    employeeId: optional(id('The person, where it is known.')),
    login: personal(string('The mail address that was typed.')),
    purpose: string('password_reset, registration, …'),
    ...fromClient,
  },
});
