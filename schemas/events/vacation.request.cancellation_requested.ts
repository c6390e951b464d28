import { event } from '../event.ts';
import { ofRequest } from '../fieldSets.ts';
import { id, list, optional, personal, string } from '../fields.ts';

export default event({
  type: 'vacation.request.cancellation_requested',
  family: 'vacations',
  rank: 4,
  title: { en: 'Cancellation asked for', uk: 'Попросили скасувати відпустку' },
  doc: 'The person asked to cancel leave that was granted.',
  fields: {
    ...ofRequest,
    reason: personal(string('Why.')),
    delegates: optional(list('Who stands in for the manager then, and may decide as well.', id('A person.'))),
  },
});
