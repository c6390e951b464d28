import { event } from '../event.ts';
import { profile } from '../fieldSets.ts';

export default event({
  type: 'user.updated',
  family: 'users',
  rank: 2,
  title: { en: 'Profile changed', uk: 'Профіль змінено' },
  doc: 'The profile of a person changed; carries the complete new profile.',
  fields: {
    ...profile,
  },
});
