import { event } from '../event.ts';
import { fromClient, ofAccount } from '../fieldSets.ts';
import { id, optional, personal, string } from '../fields.ts';

export default event({
  type: 'auth.address.change_noted',
  family: 'logins',
  rank: 0,
  title: { en: 'Change of the sign-in address', uk: 'Зміна адреси для входу' },
  doc: 'The company knows somebody by another mail address than their account; each step until they sign in with it.',
  fields: {
    ...ofAccount,
    newLogin: personal(string('The address that is to be signed in with.')),
    step: string(
      'asked, confirmed (from the new address), agreed (from the old one), approved (by an administrator), done.',
    ),
    by: optional(id('The administrator who approved.')),
    ...fromClient,
  },
});
