import fc from 'fast-check';
import type { AnyEvent } from '#schemas/event.ts';
import { fromBefore, happened, idFor, redacted } from './events.ts';

type Data = Readonly<Record<string, unknown>>;

/**
 * Few people, requests and moments, so that events meet: ties, copies, illegal transitions, corrections of corrections.
 */
const employeeIds = ['e1', 'e2', 'a/b', '7'];
const moments = [
  '2026-01-31T23:30:00Z',
  '2026-02-01T00:00:00Z',
  '2026-03-28T22:10:00Z',
  '2026-03-29T01:30:00Z',
  '2026-05-04T07:00:00Z',
  '2026-05-04T21:30:00Z',
  '2026-06-30T21:00:00Z',
];
const days = ['2026-02-27', '2026-02-28', '2026-03-01', '2026-04-30', '2026-05-02', '2026-05-04', '2026-06-30'];
const departments = ['Sales', 'IT', 'R&D/Lab'];

const maybe = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: null });
const moment = fc.constantFrom(...moments);
const day = fc.constantFrom(...days);
const department = fc.constantFrom(...departments);
const name = maybe(fc.constantFrom('Ольга', 'Taras'));
const manager = maybe(fc.constantFrom('e1', 'm2'));
const region = maybe(fc.constantFrom('UA', 'DE-BY', 'nowhere'));
const schedule = fc.constantFrom([1, 1, 0, 1, 1, 0, 0], [0.333333, 1, 1, 1, 1, 0.5, 0], [0, 0, 0, 0, 0, 1, 1]);
const period = fc
  .tuple(day, day, fc.constantFrom('full', 'morning'))
  .map(([a, b, dayPart]) => ({ from: a < b ? a : b, to: a < b ? b : a, dayPart: a === b ? dayPart : 'full' }));
const leave = fc.tuple(period, fc.constantFrom('annual', 'special', 'sabbatical')).map(([span, leaveType]) => ({
  ...span,
  leaveType,
}));

interface Kind {
  readonly type: string;
  readonly data: fc.Arbitrary<Data>;
}

const profile = fc.record({ email: name, firstName: name, lastName: name, managerId: manager, region });
const correction = (id: string) => maybe(fc.constantFrom(0, 1, 2, 3).map((at) => idFor(`${id} ${at}`)));

const userKinds = (id: string): Kind[] => [
  {
    type: 'user.registered',
    data: fc
      .tuple(profile, maybe(department), maybe(schedule), maybe(day))
      .map(([known, where, shares, hiredOn]) => ({ ...known, department: where, schedule: shares, hiredOn })),
  },
  { type: 'user.updated', data: profile },
  {
    type: 'user.department_changed',
    data: fc.record({ department, effectiveFrom: day, voids: correction(id) }),
  },
  { type: 'user.schedule_changed', data: fc.record({ schedule, effectiveFrom: day, voids: correction(id) }) },
  { type: 'user.deactivated', data: fc.record({ lastDay: maybe(day) }) },
];

const none = fc.constant({});
const decidedBy = fc.record({ decidedBy: maybe(fc.constant('m2')) });

const requestKinds: Kind[] = [
  { type: 'submitted', data: leave },
  { type: 'submitted', data: leave },
  { type: 'approved', data: fc.record({ automatic: maybe(fc.boolean()) }) },
  { type: 'approved', data: decidedBy },
  { type: 'rejected', data: decidedBy },
  { type: 'step_approved', data: fc.constant({ step: 1 }) },
  { type: 'modified', data: leave },
  { type: 'withdrawn', data: none },
  { type: 'expired', data: none },
  { type: 'cancellation_requested', data: none },
  { type: 'cancellation_declined', data: none },
  { type: 'cancelled', data: fc.record({ reason: name }) },
].map(({ type, data }) => ({ type: `vacation.request.${type}`, data }));

const absenceKinds: Kind[] = [
  { type: 'absence.sick.reported', data: period },
  { type: 'absence.sick.updated', data: period },
  { type: 'absence.sick.cancelled', data: none },
];

const loginKinds: Kind[] = [
  { type: 'auth.login.succeeded', data: none },
  { type: 'auth.login.failed', data: fc.constantFrom({ reason: 'locked' }, { reason: 'a/b%' }) },
  { type: 'auth.account.locked', data: fc.constant({ reason: 'too_many_failures' }) },
];

/**
 * One of the events of an entity; its ids are few, so that different events with one id come about. Those of number 0
 * may be blank.
 */
const eventOf = (entity: string, subject: Data, kinds: readonly Kind[], ids: number): fc.Arbitrary<AnyEvent> =>
  fc
    .tuple(fc.constantFrom(...kinds), moment, fc.nat(ids - 1), fc.boolean(), fc.constantFrom('/test', '/other'))
    .chain(([{ type, data }, at, number, blank, source]) =>
      data.map((fields) => {
        const event = happened(type, at, { ...subject, ...fields }, `${entity} ${number}`, source);
        return blank && number === 0 ? redacted(event) : event;
      }),
    );

const entityEvents = fc.constantFrom(...employeeIds).chain((employeeId) => {
  const of = (kind: string, id: string) => `${employeeId} ${kind} ${id}`;
  const id = fc.constantFrom('1', 'x/2');
  return fc.oneof(
    eventOf(of('person', ''), { employeeId }, userKinds(of('person', '')), 5),
    id.chain((requestId) =>
      eventOf(of('request', requestId), { employeeId, requestId: `${employeeId}-${requestId}` }, requestKinds, 8),
    ),
    id.chain((absenceId) => eventOf(of('absence', absenceId), { employeeId, absenceId }, absenceKinds, 4)),
    eventOf(of('login', ''), { employeeId }, loginKinds, 6),
  );
});

/** The first event of some ids, none of which is ever blank, is also there as an earlier version wrote it. */
function withOlder(events: readonly AnyEvent[], ids: number): AnyEvent[] {
  const blank = new Set(events.filter(({ redacted: is }) => is).map(({ eventId }) => eventId));
  const first = new Map(events.toReversed().map((event) => [event.eventId, event]));
  const older = [...first.values()].filter(({ eventId }) => !blank.has(eventId)).slice(0, ids);
  return [...older.map(fromBefore), ...events];
}

/**
 * Any events of a small company, in any order, with copies, with different events of one id, and with some from before
 * marks.
 */
export const anyEvents: fc.Arbitrary<AnyEvent[]> = fc
  .tuple(fc.array(entityEvents, { maxLength: 60, size: 'max' }), fc.nat(10))
  .map(([events, ids]) => withOlder(events, ids));
