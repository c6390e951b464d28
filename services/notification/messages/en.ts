import type { Messages } from './messages.ts';

const instead = 'You stand in for {instead}.';
const reason = 'Reason: {reason}';
const where = 'From {ip}, {client}.';
const notYou = 'If this was not you, change your password now and tell your administrator.';

export const en: Messages = {
  templates: {
    submitted: {
      subject: '{person} asks for leave: {period}',
      text: '{person} asks for {leave}, {period}, and waits for your decision.',
      lines: [instead],
    },
    changed: {
      subject: '{person} changed a leave request: {period}',
      text: 'The request of {person} is now for {leave}, {period}.',
      lines: [instead],
    },
    cancellation_requested: {
      subject: '{person} asks to cancel leave: {period}',
      text: '{person} does not want to take {leave}, {period}, and waits for your decision.',
      lines: [reason, instead],
    },
    reminded: {
      subject: 'Still waiting for you: the leave of {person}, {period}',
      text: 'The request of {person} for {leave}, {period}, has waited for {days}.',
      lines: [instead],
    },
    step_approved: {
      subject: 'One approval more for your leave: {period}',
      text: '{actor} agreed to your request for {leave}, {period}. It now waits for the next approval.',
      lines: [],
    },
    approved: {
      subject: 'Your leave is approved: {period}',
      text: 'Your request for {leave}, {period}, is approved.',
      lines: ['Decided by {actor}.'],
    },
    rejected: {
      subject: 'Your leave is not approved: {period}',
      text: 'Your request for {leave}, {period}, was rejected.',
      lines: ['Decided by {actor}.', reason],
    },
    withdrawn: {
      subject: 'Your leave request is withdrawn: {period}',
      text: 'Your request for {leave}, {period}, was withdrawn and needs no decision any more.',
      lines: ['Withdrawn by {actor}.'],
    },
    modified: {
      subject: 'Your leave request has changed: {period}',
      text: 'Your request is now for {leave}, {period}.',
      lines: ['Changed by {actor}.'],
    },
    expired: {
      subject: 'Nobody decided on your leave: {period}',
      text: 'Your request for {leave}, {period}, has expired, because nobody decided in time. You can ask again.',
      lines: [],
    },
    cancelled: {
      subject: 'Your leave is cancelled: {period}',
      text: 'Your approved {leave}, {period}, is cancelled.',
      lines: ['Cancelled by {actor}.', reason],
    },
    cancellation_declined: {
      subject: 'Your leave stays as it is: {period}',
      text: 'Your wish to cancel {leave}, {period}, was declined.',
      lines: ['Decided by {actor}.'],
    },
    team_approved: {
      subject: '{person} will be away: {period}',
      text: 'The leave of {person}, {period}, is approved.',
      lines: ['Decided by {actor}.'],
    },
    team_rejected: {
      subject: 'The leave of {person} was rejected: {period}',
      text: 'The request of {person} for leave, {period}, was rejected.',
      lines: ['Decided by {actor}.'],
    },
    team_withdrawn: {
      subject: '{person} withdrew a leave request: {period}',
      text: 'The request of {person} for leave, {period}, needs no decision any more.',
      lines: [],
    },
    team_expired: {
      subject: 'The leave request of {person} has expired: {period}',
      text: 'Nobody decided in time on the request of {person} for leave, {period}.',
      lines: [],
    },
    team_cancelled: {
      subject: '{person} will not be away: {period}',
      text: 'The leave of {person}, {period}, is cancelled.',
      lines: [],
    },
    substitute: {
      subject: 'You stand in for {person}: {period}',
      text: '{person} will be away, {period}, and named you as the substitute.',
      lines: [],
    },
    account_locked: {
      subject: 'Your account is locked',
      text: 'Your account was locked on {at}.',
      lines: ['It opens by itself on {until}.', notYou],
    },
    password_changed: {
      subject: 'Your password was changed',
      text: 'The password of your account was changed on {at}. Other sessions have ended.',
      lines: [where, notYou],
    },
    new_device: {
      subject: 'Sign-in from a new device',
      text: 'Somebody signed in to your account on {at} from a device that was not used before.',
      lines: [where, notYou],
    },
    mfa_enrolled: {
      subject: 'Sign-in now asks for a code',
      text: 'A second factor was added to your account on {at}.',
      lines: [where, notYou],
    },
    mfa_removed: {
      subject: 'Sign-in no longer asks for a code',
      text: 'The second factor of your account was removed on {at}.',
      lines: [where, notYou],
    },
    session_ended: {
      subject: 'A session of yours was ended for safety',
      text: 'On {at} two clients used one and the same session of your account, so it was ended.',
      lines: [where, notYou],
    },
  },
  actions: {
    approval: 'Decide',
    request: 'Show my leave',
    team: 'Show the calendar',
    account: 'Check my account',
  },
  kinds: {
    approval: 'Requests that wait for my decision',
    request: 'What happens to my requests',
    team: 'Absences of people I work with',
    account: 'Safety of my account',
  },
  leave: { annual: 'annual leave', unpaid: 'unpaid leave', sick: 'sick leave', study: 'study leave', other: 'leave' },
  dayParts: { full: '', morning: 'morning', afternoon: 'afternoon' },
  days: {
    one: '{n} business day',
    few: '{n} business days',
    many: '{n} business days',
    other: '{n} business days',
  },
  greeting: 'Hello {name},',
  somebody: 'a colleague',
  why: 'You get this mail because of your choice “{kind}”.',
  choose: 'Choose what you are told',
  unsubscribe: 'Unsubscribe',
  unsubscribeQuestion: 'No more mail of this kind: {kind}?',
  unsubscribed: 'You will get no more mail of this kind: {kind}. You can change this on the page of notifications.',
  badLink: 'This link is not valid. You can choose what you are told on the page of notifications.',
};
