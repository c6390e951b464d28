import type { StoreDefinition } from '#engine/topology.ts';
import type { LocalDate } from '#lib/dates.ts';
import type { AnyEvent } from '#schemas/event.ts';
import { joinKey } from '#schemas/keys.ts';
import type { EventSet } from '#statistics/entities/eventSet.ts';
import type { EntityKind } from '#statistics/entities/kinds.ts';
import { decodeSum, encodeSum, type Sum } from '#statistics/sum.ts';

const json = <T>(name: string): StoreDefinition<T> => ({
  name,
  encode: (value) => Buffer.from(JSON.stringify(value)),
  decode: (bytes) => JSON.parse(bytes.toString()),
});

const text = (name: string): StoreDefinition<string> => ({
  name,
  encode: (value) => Buffer.from(value),
  decode: (bytes) => bytes.toString(),
});

/** Entities that belong to a person, as their events (decoded, so that no schema id must be known to read them). */
export const entityStore = json<EventSet>('entities');

/** Logins by day of their event time, in UTC: `<day>/<name>`. */
export const loginStore = json<AnyEvent>('logins');

/** The day under which a login is stored, by its name. */
export const loginDayStore = text('login-days');

/** What a task notes about itself: statistics it has counted, incomplete entities, the newest day of a login. */
export const noteStore = text('notes');

/** Sums by `<statistic>/<row key>`. */
export const sumStore: StoreDefinition<Sum> = { name: 'sums', encode: encodeSum, decode: decodeSum };

/** Keys of one person's entities share a prefix, so that a change of the person finds them. */
export const entityKey = (employeeId: string, kind: EntityKind, id: string): string =>
  joinKey(kind === 'person' ? [employeeId, kind] : [employeeId, kind, id]);

export const personPrefix = (employeeId: string): string => `${joinKey([employeeId])}/`;

/** The kind of entity that a key names. */
export const kindOf = (key: string): EntityKind => key.split('/')[1] as EntityKind;

/** `<event id>/<mark>`; of a record from before marks its event id. */
export const loginName = ({ eventId, mark }: AnyEvent): string => (mark ? `${eventId}/${mark}` : eventId);

export const loginKey = (day: LocalDate, name: string): string => `${day}/${name}`;
