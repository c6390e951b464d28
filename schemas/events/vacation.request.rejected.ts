import { event } from '../event.ts';
import { ofRequest } from '../fieldSets.ts';
import { id, optional, personal, string } from '../fields.ts';

export default event({
  type: 'vacation.request.rejected',
  family: 'vacations',
  rank: 2,
  title: { en: 'Leave rejected', uk: 'Заявку відхилено' },
  doc: 'The request was refused.',
  fields: {
    ...ofRequest,
    decidedBy: optional(id('Who decided.')),
    reason: personal(string('Why.')),
  },
});
