import { event } from '../event.ts';
import { id, list, optional, personal, string } from '../fields.ts';

export default event({
  type: 'auth.roles.changed',
  family: 'logins',
  rank: 0,
  title: { en: 'Roles changed', uk: 'Ролі змінено' },
  doc: 'An administrator gave an account other roles.',
  fields: {
    employeeId: optional(id('The person, where the login is known.')),
    login: personal(string('The login of the account.')),
    before: list('The roles until now.', string('A role.')),
    roles: list('The complete new roles.', string('A role.')),
    by: optional(id('Who did it.')),
    ip: personal(string('Where the request came from.')),
    userAgent: personal(string('The client.')),
  },
});
