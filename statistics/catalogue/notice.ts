import { departmentOn } from '#domain/person.ts';
import { daysBetween, localDate } from '#lib/dates.ts';
import { count, date, int, string } from '#schemas/fields.ts';
import { bucketOf, dayBounds } from '../buckets.ts';
import { labels } from '../labels.ts';
import { statistic } from '../statistic.ts';

export default statistic({
  name: 'notice',
  title: { en: 'Notice', uk: 'Завчасність заявок' },
  question: {
    en: 'How far ahead of its first day is leave asked for?',
    uk: 'За скільки днів до початку просять про відпустку?',
  },
  version: 1,
  of: 'request',
  key: {
    submittedOn: date('Local day of the submission.'),
    department: string('The person’s department on that day.'),
    bucket: int('Days from submission to the first day: the smallest bound that is not below them; −1: it had begun.'),
  },
  measures: { requests: count('Requests.') },
  labels: {
    submittedOn: labels.submittedOn,
    department: labels.department,
    bucket: { en: 'Days ahead, at most', uk: 'Днів наперед, не більше' },
    requests: labels.requests,
  },
  asOf: 'submittedOn',
  derived: {
    p50: {
      kind: 'quantile',
      title: { en: 'Half are asked for at most this far ahead', uk: 'Половину подають не раніше ніж за' },
      quantile: 0.5,
      bucket: 'bucket',
      measure: 'requests',
      unit: 'day',
    },
  },
  contributions: ({ submittedAt, from }, person, { zone }) => {
    const submittedOn = localDate(submittedAt, zone);
    const bucket = bucketOf(daysBetween(submittedOn, from), dayBounds);
    return [{ key: { submittedOn, department: departmentOn(person, submittedOn), bucket }, add: { requests: 1 } }];
  },
});
