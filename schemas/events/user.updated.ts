import { event } from '../event.ts';
import { id, optional, personal, string, word } from '../fields.ts';

export default event({
  type: 'user.updated',
  family: 'users',
  rank: 2,
  title: { en: 'Profile changed', uk: 'Профіль змінено' },
  doc: 'The profile of a person changed; carries the complete new profile.',
  fields: {
    employeeId: id('The person it is about.'),
    email: personal(string('Work mail address.')),
    firstName: personal(string('Given name.')),
    lastName: personal(string('Family name.')),
    managerId: optional(id('The person who decides on this person’s leave.')),
    region: optional(string('Holiday region, ISO 3166: UA, DE-BY.')),
    locale: optional(word('Language for mail.', ['uk', 'en'])),
  },
});
