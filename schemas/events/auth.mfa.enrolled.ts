import { event } from '../event.ts';
import { id, optional, personal, string } from '../fields.ts';

export default event({
  type: 'auth.mfa.enrolled',
  family: 'logins',
  rank: 0,
  title: { en: 'Second factor added', uk: 'Автентифікатор додано' },
  doc: 'An account asks for a second factor from now on.',
  fields: {
    employeeId: optional(id('The person, where the login is known.')),
    login: personal(string('The login of the account.')),
    method: string('totp, …'),
    ip: personal(string('Where the request came from.')),
    userAgent: personal(string('The client.')),
  },
});
