import { event } from '../event.ts';
import { ofRequest } from '../fieldSets.ts';
import { id, int, list, optional } from '../fields.ts';

export default event({
  type: 'vacation.request.step_approved',
  family: 'vacations',
  rank: 1,
  title: { en: 'First agreement to leave', uk: 'Перше погодження відпустки' },
  doc: 'One of several approvers agreed.',
  fields: {
    ...ofRequest,
    step: int('Which step, from 1.'),
    decidedBy: optional(id('Who decided.')),
    delegates: optional(list('Who stands in for the manager then, and may decide as well.', id('A person.'))),
  },
});
