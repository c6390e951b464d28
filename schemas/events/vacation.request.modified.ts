import { checkPeriod } from '../checks.ts';
import { event } from '../event.ts';
import { ofRequest, wanted } from '../fieldSets.ts';
import { id, list, optional } from '../fields.ts';

export default event({
  type: 'vacation.request.modified',
  family: 'vacations',
  rank: 3,
  title: { en: 'Request changed', uk: 'Заявку змінено' },
  doc: 'The request changed; carries the complete new values.',
  fields: {
    ...ofRequest,
    ...wanted,
    modifiedBy: optional(id('Who changed it.')),
    delegates: optional(list('Who stands in for the manager then, and may decide as well.', id('A person.'))),
  },
  check: checkPeriod,
});
