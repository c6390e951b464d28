import { departmentOn } from '#domain/person.ts';
import { localDate } from '#lib/dates.ts';
import { count, date, int, string } from '#schemas/fields.ts';
import { bucketOf, hourBounds } from '../buckets.ts';
import { labels } from '../labels.ts';
import { statistic } from '../statistic.ts';

const hourMs = 3_600_000;

const p = (quantile: number, en: string, uk: string) =>
  ({ kind: 'quantile', title: { en, uk }, quantile, bucket: 'bucket', measure: 'decisions', unit: 'hour' }) as const;

export default statistic({
  name: 'decision_lead_time',
  title: { en: 'Decision lead time', uk: 'Час до рішення' },
  question: {
    en: 'How long do people wait for the decision on their leave request?',
    uk: 'Скільки люди чекають на рішення щодо своєї заявки на відпустку?',
  },
  version: 1,
  of: 'request',
  key: {
    decidedOn: date('Local day of the decision.'),
    department: string('The person’s department on that day.'),
    leaveType: string('Kind of leave.'),
    bucket: int('Hours from submission to decision: the smallest bound that is not below them.'),
  },
  measures: { decisions: count('Approvals and rejections by people; automatic ones are left out.') },
  labels: {
    decidedOn: labels.decidedOn,
    department: labels.department,
    leaveType: labels.leaveType,
    bucket: { en: 'Hours, at most', uk: 'Годин, не більше' },
    decisions: { en: 'Decisions', uk: 'Рішення' },
  },
  asOf: 'decidedOn',
  derived: {
    p50: p(0.5, 'Half are decided within', 'Половину розглянуто за'),
    p90: p(0.9, 'Nine of ten are decided within', 'Дев’ять із десяти розглянуто за'),
  },
  contributions: ({ decision, decidedAt, submittedAt, automatic, leaveType }, person, { zone }) => {
    if (decidedAt === null || decision === 'expired' || automatic) return [];
    const decidedOn = localDate(decidedAt, zone);
    const bucket = bucketOf((decidedAt - submittedAt) / hourMs, hourBounds);
    return [
      { key: { decidedOn, department: departmentOn(person, decidedOn), leaveType, bucket }, add: { decisions: 1 } },
    ];
  },
});
