import { checkPeriod } from '../checks.ts';
import { event } from '../event.ts';
import { ofRequest, wanted } from '../fieldSets.ts';
import { id, list, optional, personal, string } from '../fields.ts';

export default event({
  type: 'vacation.request.submitted',
  family: 'vacations',
  rank: 0,
  title: { en: 'Leave asked for', uk: 'Заявку на відпустку подано' },
  doc: 'A person asked for leave.',
  fields: {
    ...ofRequest,
    ...wanted,
    approval: optional(list('Who decides, step by step: manager, hr; empty: nobody has to.', string('A step.'))),
    delegates: optional(list('Who stands in for the manager then, and may decide as well.', id('A person.'))),
    comment: personal(string('What the person wrote.')),
  },
  check: checkPeriod,
});
