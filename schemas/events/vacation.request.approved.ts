import { event } from '../event.ts';
import { ofRequest } from '../fieldSets.ts';
import { boolean, id, optional } from '../fields.ts';

export default event({
  type: 'vacation.request.approved',
  family: 'vacations',
  rank: 2,
  title: { en: 'Leave approved', uk: 'Відпустку погоджено' },
  doc: 'The request was granted.',
  fields: {
    ...ofRequest,
    decidedBy: optional(id('Who decided.')),
    automatic: optional(boolean('Granted by a rule, not a person; such requests have no lead time.')),
  },
});
