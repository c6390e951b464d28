import { event } from '../event.ts';
import { id, optional, personal, string } from '../fields.ts';

export default event({
  type: 'auth.account.unlocked',
  family: 'logins',
  rank: 0,
  title: { en: 'Account unlocked', uk: 'Обліковий запис розблоковано' },
  doc: 'A locked account was opened again before its time.',
  fields: {
    employeeId: optional(id('The person, where the login is known.')),
    login: personal(string('The login of the account.')),
    reason: string('by_administrator, password_reset, …'),
    by: optional(id('Who opened it; missing: the person.')),
    ip: personal(string('Where the request came from.')),
    userAgent: personal(string('The client.')),
  },
});
