import { event } from '../event.ts';
import { ofRequest } from '../fieldSets.ts';

export default event({
  type: 'vacation.request.expired',
  family: 'vacations',
  rank: 6,
  title: { en: 'Request expired undecided', uk: 'Заявка залишилася без рішення' },
  doc: 'Nobody decided in time.',
  fields: {
    ...ofRequest,
  },
});
