import { describe, expect, test } from '@jest/globals';
import { eventTypes } from '#schemas/catalogue.ts';
import type { AuditEntry } from '#services/audit/answers.ts';
import { addMessages, speak } from '../../language/speech.ts';
import { en } from './messages/en.ts';
import { uk } from './messages/uk.ts';
import { groupsOf } from './search.ts';
import { aboutOf, actorOf, factsOf, nameOfType, valueText } from './sentence.ts';

const entry = (type: string, data: AuditEntry['data'], employeeId: string | null = '7'): AuditEntry => ({
  stream: 'logins',
  seq: 1,
  eventId: 'e',
  mark: null,
  type,
  source: '/auth',
  subject: null,
  occurredAt: 0,
  recordedAt: 0,
  employeeId,
  data: { ...(employeeId !== null && { employeeId }), ...data },
  erased: [],
  prev: '0',
  hash: '1',
});

addMessages({ en, uk });

describe('who did it', () => {
  test.each([
    ['auth.login.succeeded', {}, { kind: 'person', employeeId: '7' }],
    ['vacation.request.submitted', {}, { kind: 'person', employeeId: '7' }],
    ['vacation.request.approved', { decidedBy: '3' }, { kind: 'person', employeeId: '3' }],
    ['vacation.request.approved', { automatic: true }, { kind: 'itself' }],
    ['vacation.request.expired', {}, { kind: 'itself' }],
    ['auth.account.locked', { reason: 'too_many_failures' }, { kind: 'itself' }],
    ['auth.account.locked', { reason: 'by_administrator' }, { kind: 'unknown' }],
    ['auth.login.failed', {}, { kind: 'unknown' }],
    ['user.updated', {}, { kind: 'unknown' }],
  ])('of %s with %j is %j', (type, data, actor) => {
    expect(actorOf(entry(type, data))).toEqual(actor);
  });

  test('is nobody known where the event names nobody', () => {
    expect(actorOf(entry('auth.login.failed', { login: 'x@example.com' }, null))).toEqual({ kind: 'unknown' });
  });
});

describe('whom it is about', () => {
  test('is said only where somebody else did it', () => {
    expect(aboutOf(entry('auth.login.succeeded', {}))).toBeNull();
    expect(aboutOf(entry('vacation.request.approved', { decidedBy: '3' }))).toBe('7');
    expect(aboutOf(entry('auth.login.failed', {}))).toBe('7');
  });

  test('of a look at records is whose records they were', () => {
    expect(aboutOf(entry('data.read', { about: '9' }))).toBe('9');
    expect(aboutOf(entry('data.read', {}))).toBeNull();
  });
});

describe('what an event says', () => {
  const say = (type: string, data: AuditEntry['data'], language: 'en' | 'uk' = 'en', employeeId: string | null = '7') =>
    factsOf(entry(type, data, employeeId), speak(language, 'Europe/Kyiv')).join(' · ');

  test('is in the words of the reader', () => {
    const data = { leaveType: 'annual', from: '2026-07-01', to: '2026-07-03' };
    expect(say('vacation.request.submitted', data)).toMatch(/^Annual · 1\s–\s3 Jul 2026$/);
    expect(say('auth.login.failed', { reason: 'bad_password', ip: '10.0.0.1' })).toBe('wrong password · 10.0.0.1');
    expect(say('auth.login.failed', { reason: 'bad_password' }, 'uk')).toBe('неправильний пароль');
  });

  test('names roles before and after, none too', () => {
    const changed = { before: ['employee', 'admin'], roles: [] };
    expect(say('auth.roles.changed', changed)).toBe('Employee and Administrator → none');
    expect(say('auth.account.created', { roles: ['employee'] })).toBe('Employee');
  });

  test('has what was typed only where the account is nobody’s', () => {
    expect(say('auth.login.failed', { login: 'x@example.com' }, 'en', null)).toBe('x@example.com');
    expect(say('auth.login.failed', { login: 'x@example.com' })).toBe('');
  });

  test('counts days that came as text', () => {
    expect(say('vacation.balance.granted', { days: '14', reason: 'entitlement' })).toBe(
      '14\u00a0days · yearly entitlement',
    );
  });

  test('keeps a word that nobody has named', () => {
    expect(say('auth.login.failed', { reason: 'full_moon' })).toBe('full_moon');
  });
});

describe.each(['en', 'uk'] as const)('in %s', (language) => {
  const types = eventTypes.map(({ type }) => type);
  const voice = speak(language, 'Europe/Kyiv');

  test('every type of event has a name', () => {
    expect(types.filter((type) => nameOfType(type, voice) === type)).toEqual([]);
  });

  test('every group of types has a name', () => {
    const groups = groupsOf(types).map(([group]) => group);
    expect(groups.filter((group) => voice.word('audit.group', group) === group)).toEqual([]);
  });
});

test('values are read as they are', () => {
  expect(valueText('text')).toBe('text');
  expect(valueText(['manager', 'hr'])).toBe('manager, hr');
  expect(valueText(3)).toBe('3');
  expect(valueText(false)).toBe('false');
});
