import { event } from '../event.ts';
import { fromClient, ofAccount } from '../fieldSets.ts';
import { id, optional, string } from '../fields.ts';

export default event({
  type: 'auth.logout',
  family: 'logins',
  rank: 0,
  title: { en: 'Session ended', uk: 'Сеанс завершено' },
  doc: 'A session was ended by somebody, not by time.',
  fields: {
    ...ofAccount,
    sessionHash: optional(string('SHA-256 of the session’s id, in hexadecimal.')),
    reason: string('signed_out, revoked (from another session), deactivated, …'),
    by: optional(id('Who ended it; missing: the person, or nobody.')),
    ...fromClient,
  },
});
