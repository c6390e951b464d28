import { expect, test } from '@jest/globals';
import { isLateLogin } from './lateLogins.ts';

const row = (topic: string, occurredAt: string) => ({ topic, occurredAt, receivedAt: '2026-02-06T10:00:00.000Z' });

test('a login that came more than 400 days late is one that statistics do not count; no other event is', () => {
  expect(isLateLogin(row('hr.logins', '2025-01-01T10:00:00.000Z'))).toBe(true);
  expect(isLateLogin(row('hr.logins', '2025-01-03T10:00:00.000Z'))).toBe(false);
  expect(isLateLogin(row('hr.vacations', '2019-01-01T10:00:00.000Z'))).toBe(false);
});
