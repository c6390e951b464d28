import { event } from '../event.ts';
import { fromClient, ofAccount } from '../fieldSets.ts';
import { id, optional, string } from '../fields.ts';

export default event({
  type: 'auth.account.unlocked',
  family: 'logins',
  rank: 0,
  title: { en: 'Account unlocked', uk: 'Обліковий запис розблоковано' },
  doc: 'A locked account was opened again before its time.',
  fields: {
    ...ofAccount,
    reason: string('by_administrator, password_reset, …'),
    by: optional(id('Who opened it; missing: the person.')),
    ...fromClient,
  },
});
