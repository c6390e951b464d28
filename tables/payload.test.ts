import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { eventType } from '#schemas/catalogue.ts';
import { anyEvents } from '#test/pipeline/anyEvents.ts';
import { payloadOf, readPayload, typeOfRecord } from './payload.ts';

const before = { mark: '', source: '/test' };

describe('a payload', () => {
  test('reads as publishers write it: amounts as decimals, instants with their zone', () => {
    const value = { eventId: 'e', occurredAt: 0, employeeId: '7', fraction: 1_500_000, from: '2026-07-01' };
    const payload = JSON.parse(payloadOf({ name: 'hr.VacationRequestSubmitted', value }));
    expect(payload).toMatchObject({ occurredAt: '1970-01-01T00:00:00.000Z', fraction: '1.5', from: '2026-07-01' });
  });

  test('read back is the event that it was written from', () => {
    fc.assert(
      fc.property(anyEvents, (events) => {
        for (const event of events) {
          const { type, ...value } = event;
          const name = eventType(type)?.name ?? '';
          expect(typeOfRecord(name)).toBe(type);
          const origin = { mark: event.mark ?? '', source: event.source ?? '' };
          const read = readPayload(type, payloadOf({ name, value }), origin);
          expect(read).toEqual({ mark: null, source: null, ...event });
        }
      }),
    );
  });

  test('of an older version has what fields have that were not there yet', () => {
    const event = readPayload(
      'vacation.request.modified',
      '{"eventId":"e","occurredAt":"2026-01-01T00:00:00.000Z"}',
      before,
    );
    expect(event).toMatchObject({ occurredAt: Date.UTC(2026, 0, 1), redacted: false, fraction: null, mark: null });
  });

  test('of a type that this version does not know is no event', () => {
    expect(readPayload('coffee.poured', '{}', before)).toBeUndefined();
  });
});
