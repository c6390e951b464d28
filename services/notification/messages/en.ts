import type { Messages } from './messages.ts';

const decide = 'Decide';
const show = 'Show my leave';
const calendar = 'Show the calendar';
const security = 'Check my account';
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
      action: decide,
    },
    changed: {
      subject: '{person} changed a leave request: {period}',
      text: 'The request of {person} is now for {leave}, {period}.',
      lines: [instead],
      action: decide,
    },
    cancellation_requested: {
      subject: '{person} asks to cancel leave: {period}',
      text: '{person} does not want to take {leave}, {period}, and waits for your decision.',
      lines: [reason, instead],
      action: decide,
    },
    reminded: {
      subject: 'Still waiting for you: the leave of {person}, {period}',
      text: 'The request of {person} for {leave}, {period}, has waited for {days}.',
      lines: [instead],
      action: decide,
    },
    step_approved: {
      subject: 'One approval more for your leave: {period}',
      text: '{actor} agreed to your request for {leave}, {period}. It now waits for the next approval.',
      lines: [],
      action: show,
    },
    approved: {
      subject: 'Your leave is approved: {period}',
      text: 'Your request for {leave}, {period}, is approved.',
      lines: ['Decided by {actor}.'],
      action: show,
    },
    rejected: {
      subject: 'Your leave is not approved: {period}',
      text: 'Your request for {leave}, {period}, was rejected.',
      lines: ['Decided by {actor}.', reason],
      action: show,
    },
    withdrawn: {
      subject: 'Your leave request is withdrawn: {period}',
      text: 'Your request for {leave}, {period}, was withdrawn and needs no decision any more.',
      lines: ['Withdrawn by {actor}.'],
      action: show,
    },
    modified: {
      subject: 'Your leave request has changed: {period}',
      text: 'Your request is now for {leave}, {period}.',
      lines: ['Changed by {actor}.'],
      action: show,
    },
    expired: {
      subject: 'Nobody decided on your leave: {period}',
      text: 'Your request for {leave}, {period}, has expired, because nobody decided in time. You can ask again.',
      lines: [],
      action: show,
    },
    cancelled: {
      subject: 'Your leave is cancelled: {period}',
      text: 'Your approved {leave}, {period}, is cancelled.',
      lines: ['Cancelled by {actor}.', reason],
      action: show,
    },
    cancellation_declined: {
      subject: 'Your leave stays as it is: {period}',
      text: 'Your wish to cancel {leave}, {period}, was declined.',
      lines: ['Decided by {actor}.'],
      action: show,
    },
    team_approved: {
      subject: '{person} will be away: {period}',
      text: 'The leave of {person}, {period}, is approved.',
      lines: ['Decided by {actor}.'],
      action: calendar,
    },
    team_rejected: {
      subject: 'The leave of {person} was rejected: {period}',
      text: 'The request of {person} for leave, {period}, was rejected.',
      lines: ['Decided by {actor}.'],
      action: calendar,
    },
    team_withdrawn: {
      subject: '{person} withdrew a leave request: {period}',
      text: 'The request of {person} for leave, {period}, needs no decision any more.',
      lines: [],
      action: calendar,
    },
    team_expired: {
      subject: 'The leave request of {person} has expired: {period}',
      text: 'Nobody decided in time on the request of {person} for leave, {period}.',
      lines: [],
      action: calendar,
    },
    team_cancelled: {
      subject: '{person} will not be away: {period}',
      text: 'The leave of {person}, {period}, is cancelled.',
      lines: [],
      action: calendar,
    },
    substitute: {
      subject: 'You stand in for {person}: {period}',
      text: '{person} will be away, {period}, and named you as the substitute.',
      lines: [],
      action: calendar,
    },
    account_locked: {
      subject: 'Your account is locked',
      text: 'Your account was locked on {at}.',
      lines: ['It opens by itself on {until}.', notYou],
      action: security,
    },
    password_changed: {
      subject: 'Your password was changed',
      text: 'The password of your account was changed on {at}. Other sessions have ended.',
      lines: [where, notYou],
      action: security,
    },
    new_device: {
      subject: 'Sign-in from a new device',
      text: 'Somebody signed in to your account on {at} from a device that was not used before.',
      lines: [where, notYou],
      action: security,
    },
    mfa_enrolled: {
      subject: 'Sign-in now asks for a code',
      text: 'A second factor was added to your account on {at}.',
      lines: [where, notYou],
      action: security,
    },
    mfa_removed: {
      subject: 'Sign-in no longer asks for a code',
      text: 'The second factor of your account was removed on {at}.',
      lines: [where, notYou],
      action: security,
    },
    session_ended: {
      subject: 'A session of yours was ended for safety',
      text: 'On {at} two clients used one and the same session of your account, so it was ended.',
      lines: [where, notYou],
      action: security,
    },
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
