import { event } from '../event.ts';
import { id, optional, personal, string } from '../fields.ts';

export default event({
  type: 'auth.logout',
  family: 'logins',
  rank: 0,
  title: { en: 'Session ended', uk: 'Сеанс завершено' },
  doc: 'A session was ended by somebody, not by time.',
  fields: {
    employeeId: optional(id('The person, where the login is known.')),
    login: personal(string('The login of the account.')),
    sessionHash: optional(string('SHA-256 of the session’s id, in hexadecimal.')),
    reason: string('signed_out, revoked (from another session), deactivated, …'),
    by: optional(id('Who ended it; missing: the person, or nobody.')),
    ip: personal(string('Where the request came from.')),
    userAgent: personal(string('The client.')),
  },
});
