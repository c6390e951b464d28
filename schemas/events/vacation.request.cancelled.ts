import { event } from '../event.ts';
import { ofRequest } from '../fieldSets.ts';
import { id, optional, personal, string } from '../fields.ts';

export default event({
  type: 'vacation.request.cancelled',
  family: 'vacations',
  rank: 6,
  title: { en: 'Leave cancelled', uk: 'Відпустку скасовано' },
  doc: 'Leave that was granted will not be taken.',
  fields: {
    ...ofRequest,
    cancelledBy: optional(id('Who cancelled it.')),
    reason: personal(string('Why.')),
  },
});
