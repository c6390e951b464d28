import { event } from '../event.ts';
import { ofRequest } from '../fieldSets.ts';
import { id, int, list, optional } from '../fields.ts';

export default event({
  type: 'vacation.request.reminded',
  family: 'vacations',
  rank: 1,
  title: { en: 'Reminder of a request', uk: 'Нагадування про заявку' },
  doc: 'A request has waited for a decision for some business days; it changes nothing but that somebody should look.',
  fields: {
    ...ofRequest,
    businessDays: int('Business days that it has waited.'),
    delegates: optional(list('Who stands in for the manager then, and may decide as well.', id('A person.'))),
  },
});
