import { event } from '../event.ts';
import { id, optional, personal, string } from '../fields.ts';

export default event({
  type: 'auth.token.reused',
  family: 'logins',
  rank: 0,
  title: { en: 'Session ended: its token came twice', uk: 'Сеанс завершено: його токен надійшов двічі' },
  doc: 'A refresh token came a second time: two clients hold one session, so it was ended.',
  fields: {
    employeeId: optional(id('The person, where the login is known.')),
    login: personal(string('The login of the account.')),
    sessionHash: optional(string('SHA-256 of the session’s id, in hexadecimal.')),
    ip: personal(string('Where the request came from.')),
    userAgent: personal(string('The client.')),
  },
});
