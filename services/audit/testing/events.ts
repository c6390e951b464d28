import { randomUUID } from 'node:crypto';
import { eventType } from '#schemas/catalogue.ts';
import type { AnyEvent } from '#schemas/event.ts';
import type { Received } from '../../common/messaging/events.ts';

const time = Date.UTC(2026, 6, 1, 8);

/** An event as the inbox hands it over; of a type that nobody knows, as earlier versions recorded it. */
export function received(
  type: string,
  data: Readonly<Record<string, unknown>>,
  more: Partial<Received> = {},
): Received {
  const id = randomUUID();
  const fields = eventType(type)?.json.parse(data) ?? { employeeId: String(data.employeeId) };
  const event = { ...fields, type, eventId: id, occurredAt: time, redacted: false } as unknown as AnyEvent;
  const told = { type, source: '/test', subject: null, time, timed: true, data, event, traceparent: null };
  return { ...told, id, mark: randomUUID(), inDoubt: false, ...more };
}

export const registered = (employeeId: string, firstName: string): Received =>
  received('user.registered', { employeeId, firstName, email: `${employeeId}@example.org`, managerId: '1' });

export const submitted = (employeeId: string, requestId: string): Received =>
  received('vacation.request.submitted', {
    employeeId,
    requestId,
    leaveType: 'annual',
    from: '2026-07-06',
    to: '2026-07-10',
    comment: 'To the sea',
  });

export const login = (employeeId: string): Received =>
  received('auth.login.succeeded', {
    employeeId,
    login: `${employeeId}@example.org`,
    ip: '10.0.0.1',
    userAgent: 'Firefox',
  });

export const erasure = (employeeId: string): Received => received('user.erasure_requested', { employeeId });
