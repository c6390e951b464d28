import { event } from '../event.ts';
import { fromClient, ofAccount } from '../fieldSets.ts';
import { id, list, optional, string } from '../fields.ts';

export default event({
  type: 'auth.roles.changed',
  family: 'logins',
  rank: 0,
  title: { en: 'Roles changed', uk: 'Ролі змінено' },
  doc: 'An administrator gave an account other roles.',
  fields: {
    ...ofAccount,
    before: list('The roles until now.', string('A role.')),
    roles: list('The complete new roles.', string('A role.')),
    by: optional(id('Who did it.')),
    ...fromClient,
  },
});
