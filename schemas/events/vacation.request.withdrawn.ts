import { event } from '../event.ts';
import { ofRequest } from '../fieldSets.ts';
import { id, optional } from '../fields.ts';

export default event({
  type: 'vacation.request.withdrawn',
  family: 'vacations',
  rank: 3,
  title: { en: 'Request withdrawn', uk: 'Заявку відкликано' },
  doc: 'The person took the request back before it was decided.',
  fields: {
    ...ofRequest,
    withdrawnBy: optional(id('Who took it back.')),
  },
});
