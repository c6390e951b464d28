import { checkPeriod } from '../checks.ts';
import { event } from '../event.ts';
import { sickNote } from '../fieldSets.ts';

export default event({
  type: 'absence.sick.updated',
  family: 'absences',
  rank: 1,
  title: { en: 'Sick note changed', uk: 'Лікарняний змінено' },
  doc: 'A sick note changed; carries the complete new values.',
  fields: {
    ...sickNote,
  },
  check: checkPeriod,
});
