import { event } from '../event.ts';
import { id, optional, personal, string } from '../fields.ts';

export default event({
  type: 'auth.login.failed',
  family: 'logins',
  rank: 0,
  title: { en: 'Sign-in refused', uk: 'У вході відмовлено' },
  doc: 'A sign-in was refused.',
  fields: {
    employeeId: optional(id('The person, where the login is known.')),
    login: personal(string('What was typed as the login.')),
    ip: personal(string('Where it came from.')),
    userAgent: personal(string('The client.')),
    reason: string('bad_password, unknown_login, locked, disabled, bad_otp, …'),
  },
});
