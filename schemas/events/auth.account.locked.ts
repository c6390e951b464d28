import { event } from '../event.ts';
import { id, instant, optional, personal, string } from '../fields.ts';

export default event({
  type: 'auth.account.locked',
  family: 'logins',
  rank: 0,
  title: { en: 'Account locked', uk: 'Обліковий запис заблоковано' },
  doc: 'An account was locked.',
  fields: {
    employeeId: optional(id('The person, where the login is known.')),
    login: personal(string('What was typed as the login.')),
    reason: string('too_many_failures, by_administrator, …'),
    until: optional(instant('When it opens again by itself.')),
    by: optional(id('Who locked it; missing: nobody, the rules did.')),
  },
});
