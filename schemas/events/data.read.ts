import { event } from '../event.ts';
import { fromClient } from '../fieldSets.ts';
import { id, int, optional, string } from '../fields.ts';

export default event({
  type: 'data.read',
  family: 'logins',
  rank: 0,
  title: { en: 'Looked at records', uk: 'Записи переглянуто' },
  doc: 'Somebody read protected records: one event per request, whatever it answered.',
  fields: {
    employeeId: optional(id('Who read.')),
    resource: string('What was read: audit.entries, audit.checkpoints, …'),
    about: optional(id('The person whose records were asked for; missing: not one person’s.')),
    query: optional(string('What was asked for beside the person: types and times, as name=value.')),
    rows: int('How many records the answer held.'),
    ...fromClient,
  },
});
