import { event } from '../event.ts';
import { id, int, list, optional } from '../fields.ts';

export default event({
  type: 'vacation.request.step_approved',
  family: 'vacations',
  rank: 1,
  title: { en: 'First agreement to leave', uk: 'Перше погодження відпустки' },
  doc: 'One of several approvers agreed.',
  fields: {
    employeeId: id('The person it is about.'),
    requestId: id('The request.'),
    step: int('Which step, from 1.'),
    decidedBy: optional(id('Who decided.')),
    delegates: optional(list('Who stands in for the manager then, and may decide as well.', id('A person.'))),
  },
});
