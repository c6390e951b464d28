import { event } from '../event.ts';
import { fromClient, ofAccount } from '../fieldSets.ts';
import { string } from '../fields.ts';

export default event({
  type: 'auth.password.changed',
  family: 'logins',
  rank: 0,
  title: { en: 'Password changed', uk: 'Пароль змінено' },
  doc: 'An account has a new password; its other sessions have ended.',
  fields: {
    ...ofAccount,
    reason: string('changed (by who knew the old one), reset (by a link sent by mail), …'),
    ...fromClient,
  },
});
