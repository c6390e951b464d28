import { event } from '../event.ts';
import { id, optional, personal, string } from '../fields.ts';

export default event({
  type: 'auth.login.succeeded',
  family: 'logins',
  rank: 0,
  title: { en: 'Signed in', uk: 'Вхід виконано' },
  doc: 'A person signed in.',
  fields: {
    employeeId: optional(id('The person, where the login is known.')),
    login: personal(string('What was typed as the login.')),
    ip: personal(string('Where it came from.')),
    userAgent: personal(string('The client.')),
    method: optional(string('password, otp, sso, …')),
  },
});
