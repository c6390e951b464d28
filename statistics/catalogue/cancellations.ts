import { departmentOn } from '#domain/person.ts';
import { localDate } from '#lib/dates.ts';
import { count, date, string } from '#schemas/fields.ts';
import { labels } from '../labels.ts';
import { statistic } from '../statistic.ts';

export default statistic({
  name: 'cancellations',
  title: { en: 'Cancellations', uk: 'Скасування' },
  question: {
    en: 'How much of the approved leave is cancelled or changed afterwards?',
    uk: 'Скільки погоджених відпусток потім скасовують або змінюють?',
  },
  version: 1,
  of: 'request',
  key: {
    decidedOn: date('Local day of the approval.'),
    department: string('The person’s department on that day.'),
    leaveType: string('Kind of leave.'),
  },
  measures: {
    approved: count('Requests that were approved.'),
    cancelled: count('Of these, cancelled since.'),
    modified: count('Of these, changed after the approval.'),
  },
  labels: {
    decidedOn: labels.decidedOn,
    department: labels.department,
    leaveType: labels.leaveType,
    approved: labels.approved,
    cancelled: { en: 'Cancelled', uk: 'Скасовано' },
    modified: { en: 'Changed', uk: 'Змінено' },
  },
  asOf: 'decidedOn',
  derived: {
    cancellationRate: {
      kind: 'ratio',
      title: { en: 'Cancellation rate', uk: 'Частка скасованих' },
      numerator: ['cancelled'],
      denominator: ['approved'],
    },
  },
  contributions: ({ decision, decidedAt, status, modifiedAfterApproval, leaveType }, person, { zone }) => {
    if (decision !== 'approved' || decidedAt === null) return [];
    const decidedOn = localDate(decidedAt, zone);
    return [
      {
        key: { decidedOn, department: departmentOn(person, decidedOn), leaveType },
        add: { approved: 1, cancelled: status === 'cancelled' ? 1 : 0, modified: modifiedAfterApproval ? 1 : 0 },
      },
    ];
  },
});
