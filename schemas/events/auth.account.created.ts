import { event } from '../event.ts';
import { id, list, optional, personal, string } from '../fields.ts';

export default event({
  type: 'auth.account.created',
  family: 'logins',
  rank: 0,
  title: { en: 'Account created', uk: 'Обліковий запис створено' },
  doc: 'A person got an account to sign in with.',
  fields: {
    employeeId: optional(id('The person, where the login is known.')),
    login: personal(string('The login of the account.')),
    roles: list('The roles that it begins with.', string('A role.')),
    ip: personal(string('Where the request came from.')),
    userAgent: personal(string('The client.')),
  },
});
