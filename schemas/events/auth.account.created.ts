import { event } from '../event.ts';
import { fromClient, ofAccount } from '../fieldSets.ts';
import { list, string } from '../fields.ts';

export default event({
  type: 'auth.account.created',
  family: 'logins',
  rank: 0,
  title: { en: 'Account created', uk: 'Обліковий запис створено' },
  doc: 'A person got an account to sign in with.',
  fields: {
    ...ofAccount,
    roles: list('The roles that it begins with.', string('A role.')),
    ...fromClient,
  },
});
