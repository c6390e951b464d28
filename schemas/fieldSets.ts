import { date, days, id, optional, personal, string, word, wordOr } from './fields.ts';

// Fields that several event types share, in the order in which they stand there.

/** Whose account it is. */
export const ofAccount = {
  employeeId: optional(id('The person, where the login is known.')),
  login: personal(string('The login of the account.')),
};

/** Where a request for it came from. */
export const fromClient = {
  ip: personal(string('Where the request came from.')),
  userAgent: personal(string('The client.')),
};

/** Which request, and whose. */
export const ofRequest = {
  employeeId: id('The person it is about.'),
  requestId: id('The request.'),
};

/** The days of an absence. */
const period = {
  from: date('First day away.'),
  to: date('Last day away, included.'),
  dayPart: wordOr('How much of each day.', ['full', 'morning', 'afternoon'], 'full'),
};

/** A sick note, and its days. */
export const sickNote = {
  employeeId: id('The person it is about.'),
  absenceId: id('The sick note.'),
  ...period,
};

/** What is asked for. */
export const wanted = {
  leaveType: string('Kind of leave: annual, unpaid, study, …; the company’s vocabulary.'),
  ...period,
  fraction: optional(days('Hours off, as a share of the scheduled day; counts in place of dayPart, for a single day.')),
  counting: optional(
    word(
      'Which days cost leave, by the company’s rules for this type when it was written; else the standard rules say.',
      ['calendar', 'working'],
    ),
  ),
  substituteId: optional(id('Who stands in.')),
};

/** Who a person is. */
export const profile = {
  employeeId: id('The person it is about.'),
  email: personal(string('Work mail address.')),
  firstName: personal(string('Given name.')),
  lastName: personal(string('Family name.')),
  managerId: optional(id('The person who decides on this person’s leave.')),
  region: optional(string('Holiday region, ISO 3166: UA, DE-BY.')),
  locale: optional(word('Language for mail.', ['uk', 'en'])),
};
