import { departmentOn } from '#domain/person.ts';
import { localDate } from '#lib/dates.ts';
import { count, date, string } from '#schemas/fields.ts';
import { labels } from '../labels.ts';
import { statistic } from '../statistic.ts';

export default statistic({
  name: 'requests_by_status',
  title: { en: 'Requests by status', uk: 'Заявки за статусом' },
  question: {
    en: 'How many leave requests were submitted, and where do they stand now?',
    uk: 'Скільки заявок на відпустку подано і на якому вони етапі зараз?',
  },
  version: 1,
  of: 'request',
  key: {
    submittedOn: date('Local day of the submission.'),
    department: string('The person’s department on that day.'),
    leaveType: string('Kind of leave.'),
    status: string('Where the request stands.'),
  },
  measures: { requests: count('Requests.') },
  labels: {
    submittedOn: labels.submittedOn,
    department: labels.department,
    leaveType: labels.leaveType,
    status: { en: 'Status', uk: 'Статус' },
    requests: labels.requests,
  },
  asOf: 'submittedOn',
  derived: {},
  contributions: ({ submittedAt, leaveType, status }, person, { zone }) => {
    const submittedOn = localDate(submittedAt, zone);
    return [
      { key: { submittedOn, department: departmentOn(person, submittedOn), leaveType, status }, add: { requests: 1 } },
    ];
  },
});
