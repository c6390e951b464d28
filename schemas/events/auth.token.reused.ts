import { event } from '../event.ts';
import { fromClient, ofAccount } from '../fieldSets.ts';
import { optional, string } from '../fields.ts';

export default event({
  type: 'auth.token.reused',
  family: 'logins',
  rank: 0,
  title: { en: 'Session ended: its token came twice', uk: 'Сеанс завершено: його токен надійшов двічі' },
  doc: 'A refresh token came a second time: two clients hold one session, so it was ended.',
  fields: {
    ...ofAccount,
    sessionHash: optional(string('SHA-256 of the session’s id, in hexadecimal.')),
    ...fromClient,
  },
});
