import { date, days, id, string, word } from '../fields.ts';
import { derived } from '../record.ts';

export default derived({
  name: 'hr.AbsenceDay',
  topic: 'hr.absence-days',
  doc: 'One day on which a person is away. Key: `<employeeId>/<requestId>/<day>`; a tombstone when the day vanished.',
  fields: {
    employeeId: id('The person.'),
    requestId: id('The request, or the sick note, that it comes from.'),
    day: date('The day.'),
    kind: word('What it is.', ['vacation', 'sick']),
    leaveType: string('Kind of leave; "sick" for sick notes.'),
    department: string('The person’s department on that day.'),
    fraction: days('How much of the calendar day is taken: 1, 0.5, or the share of the hours.'),
    counted: days('How many days it costs as its leave type counts: 0 on a day that does not count.'),
    working: days('How much scheduled work is missed: the schedule’s share of the weekday × fraction.'),
  },
});
