import { event } from '../event.ts';
import { fromClient, ofAccount } from '../fieldSets.ts';
import { string } from '../fields.ts';

export default event({
  type: 'auth.mfa.enrolled',
  family: 'logins',
  rank: 0,
  title: { en: 'Second factor added', uk: 'Автентифікатор додано' },
  doc: 'An account asks for a second factor from now on.',
  fields: {
    ...ofAccount,
    method: string('totp, …'),
    ...fromClient,
  },
});
