import { departmentOn } from '#domain/person.ts';
import { localDate } from '#lib/dates.ts';
import { count, date, string } from '#schemas/fields.ts';
import { labels } from '../labels.ts';
import { statistic } from '../statistic.ts';

export default statistic({
  name: 'approval_rate',
  title: { en: 'Approval rate', uk: 'Частка погоджених' },
  question: {
    en: 'What share of the decided leave requests was approved?',
    uk: 'Яку частку розглянутих заявок на відпустку погоджено?',
  },
  version: 1,
  of: 'request',
  key: {
    decidedOn: date('Local day of the decision.'),
    department: string('The person’s department on that day.'),
    leaveType: string('Kind of leave.'),
  },
  measures: {
    approved: count('Requests whose decision was yes, also those cancelled later.'),
    rejected: count('Requests whose decision was no; expired ones are neither.'),
  },
  labels: {
    decidedOn: labels.decidedOn,
    department: labels.department,
    leaveType: labels.leaveType,
    approved: labels.approved,
    rejected: labels.rejected,
  },
  asOf: 'decidedOn',
  derived: {
    approvalRate: {
      kind: 'ratio',
      title: { en: 'Approval rate', uk: 'Частка погоджених' },
      numerator: ['approved'],
      denominator: ['approved', 'rejected'],
    },
  },
  contributions: ({ decision, decidedAt, leaveType }, person, { zone }) => {
    if (decidedAt === null || decision === null || decision === 'expired') return [];
    const decidedOn = localDate(decidedAt, zone);
    return [{ key: { decidedOn, department: departmentOn(person, decidedOn), leaveType }, add: { [decision]: 1 } }];
  },
});
