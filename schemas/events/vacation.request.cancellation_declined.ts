import { event } from '../event.ts';
import { ofRequest } from '../fieldSets.ts';
import { id, optional } from '../fields.ts';

export default event({
  type: 'vacation.request.cancellation_declined',
  family: 'vacations',
  rank: 5,
  title: { en: 'Cancellation declined', uk: 'У скасуванні відмовлено' },
  doc: 'The request to cancel was refused; the leave stands.',
  fields: {
    ...ofRequest,
    decidedBy: optional(id('Who decided.')),
  },
});
