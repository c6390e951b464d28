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

  const amount = { type: 'bytes', logicalType: 'decimal', precision: 18, scale: 6 };

  test('has the fields that only its writer’s version knows, as publishers write them', () => {
    const value = { eventId: 'e', occurredAt: 0, employeeId: '7', hours: 1_500_000, tags: ['a'] };
    const tags = { name: 'tags', type: { type: 'array', items: 'string' } } as never;
    const hours = { name: 'hours', type: ['null', amount], default: null } as never;
    const payload = JSON.parse(payloadOf({ name: 'hr.VacationRequestSubmitted', value, newer: [hours, tags] }));
    expect(payload).toMatchObject({ hours: '1.5', tags: ['a'] });
  });

  test('of a type that only its writer’s version knows is written all the same, under the type beside it', () => {
    const newer = [
      { name: 'occurredAt', type: { type: 'long', logicalType: 'timestamp-millis' } },
      { name: 'cups', type: amount },
    ] as never;
    const poured = { name: 'hr.CoffeePoured', value: { occurredAt: 0, cups: 2_000_000 }, newer };
    expect(typeOfRecord(poured.name, { ce_type: 'coffee.poured' })).toBe('coffee.poured');
    expect(JSON.parse(payloadOf(poured))).toEqual({ occurredAt: '1970-01-01T00:00:00.000Z', cups: '2' });
    expect(() => typeOfRecord(poured.name)).toThrow('hr.CoffeePoured is no event type of this version');
  });

  test('of a type that this version does not know is no event', () => {
    expect(readPayload('coffee.poured', '{}', before)).toBeUndefined();
  });
});
