import { event } from '../event.ts';
import { id, optional, personal, string } from '../fields.ts';

export default event({
  type: 'auth.password.changed',
  family: 'logins',
  rank: 0,
  title: { en: 'Password changed', uk: 'Пароль змінено' },
  doc: 'An account has a new password; its other sessions have ended.',
  fields: {
    employeeId: optional(id('The person, where the login is known.')),
    login: personal(string('The login of the account.')),
    reason: string('changed (by who knew the old one), reset (by a link sent by mail), …'),
    ip: personal(string('Where the request came from.')),
    userAgent: personal(string('The client.')),
  },
});
