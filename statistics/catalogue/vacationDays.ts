import { departmentOn } from '#domain/person.ts';
import { monthOf } from '#lib/dates.ts';
import { date, days, string } from '#schemas/fields.ts';
import { isAway, requestDays } from '../entities/request.ts';
import { labels } from '../labels.ts';
import { statistic } from '../statistic.ts';

export default statistic({
  name: 'vacation_days',
  title: { en: 'Leave days', uk: 'Дні відпустки' },
  question: {
    en: 'How many days of leave fall in each month: asked for, granted and given back?',
    uk: 'Скільки днів відпустки припадає на кожен місяць: заявлено, погоджено і скасовано?',
  },
  version: 1,
  of: 'request',
  key: {
    month: date('First day of the month in which the days lie.'),
    department: string('The person’s department on each day.'),
    leaveType: string('Kind of leave.'),
  },
  measures: {
    requestedDays: days('Days of all requests as they are now, whatever became of them.'),
    approvedDays: days('Days of requests that are granted and stand.'),
    cancelledDays: days('Days of requests that were granted and then cancelled.'),
  },
  labels: {
    month: labels.month,
    department: labels.department,
    leaveType: labels.leaveType,
    requestedDays: { en: 'Requested days', uk: 'Заявлені дні' },
    approvedDays: { en: 'Approved days', uk: 'Погоджені дні' },
    cancelledDays: { en: 'Cancelled days', uk: 'Скасовані дні' },
  },
  asOf: 'month',
  derived: {},
  contributions: (request, person, settings) =>
    requestDays(request, person, settings)
      .filter(({ counted }) => counted !== 0)
      .map(({ day, counted }) => ({
        key: { month: monthOf(day), department: departmentOn(person, day), leaveType: request.leaveType },
        add: {
          requestedDays: counted,
          approvedDays: isAway(request) ? counted : 0,
          cancelledDays: request.status === 'cancelled' ? counted : 0,
        },
      })),
});
