import { event } from '../event.ts';
import { id, optional, personal, string } from '../fields.ts';

export default event({
  type: 'auth.mfa.removed',
  family: 'logins',
  rank: 0,
  title: { en: 'Second factor removed', uk: 'Автентифікатор прибрано' },
  doc: 'An account no longer asks for a second factor.',
  fields: {
    employeeId: optional(id('The person, where the login is known.')),
    login: personal(string('The login of the account.')),
    method: string('totp, …'),
    reason: string('by_person, by_administrator, …'),
    by: optional(id('Who removed it; missing: the person.')),
    ip: personal(string('Where the request came from.')),
    userAgent: personal(string('The client.')),
  },
});
