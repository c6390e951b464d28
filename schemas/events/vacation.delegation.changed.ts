import { event } from '../event.ts';
import { boolean, date, id, optional } from '../fields.ts';

export default event({
  type: 'vacation.delegation.changed',
  family: 'vacations',
  entity: null,
  rank: 0,
  title: { en: 'Stand-in for decisions chosen', uk: 'Обрано, хто розглядає заявки замість' },
  doc: 'Somebody chose who decides on leave in their place.',
  fields: {
    employeeId: id('Whose decisions.'),
    delegateId: optional(id('Who stands in; empty: nobody does any more.')),
    from: optional(date('First day.')),
    to: optional(date('Last day; empty: no end.')),
    whenAway: optional(boolean('Only on days on which the person is away.')),
  },
});
