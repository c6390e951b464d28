import { event } from '../event.ts';
import { fromClient, ofAccount } from '../fieldSets.ts';
import { id, optional, string } from '../fields.ts';

export default event({
  type: 'auth.mfa.removed',
  family: 'logins',
  rank: 0,
  title: { en: 'Second factor removed', uk: 'Автентифікатор прибрано' },
  doc: 'An account no longer asks for a second factor.',
  fields: {
    ...ofAccount,
    method: string('totp, …'),
    reason: string('by_person, by_administrator, …'),
    by: optional(id('Who removed it; missing: the person.')),
    ...fromClient,
  },
});
