import { checkPeriod } from '../checks.ts';
import { event } from '../event.ts';
import { sickNote } from '../fieldSets.ts';

export default event({
  type: 'absence.sick.reported',
  family: 'absences',
  rank: 0,
  title: { en: 'Sick note reported', uk: 'Повідомлено про хворобу' },
  doc: 'A person is ill.',
  fields: {
    ...sickNote,
  },
  check: checkPeriod,
});
