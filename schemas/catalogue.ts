import { defaultsOf } from '#lib/folder.ts';
import type { AnyEvent, EventDefinition } from './event.ts';
import type { RecordDefinition } from './record.ts';

/** Every event type, one file each in `events/`. */
export const eventTypes = await defaultsOf<EventDefinition>(new URL('./events/', import.meta.url));

/** Every record of an enriched topic, one file each in `derived/`. */
export const derivedRecords = await defaultsOf<RecordDefinition>(new URL('./derived/', import.meta.url));

const byType = new Map(eventTypes.map((definition) => [definition.type, definition]));
const byRecord = new Map(eventTypes.map((definition) => [definition.name, definition]));

/** The event type of this name, e.g. `user.registered`. */
export const eventType = (type: string): EventDefinition | undefined => byType.get(type);

/** A decoded record as an event; undefined when it is none of the catalogue. */
export function asEvent(record: { name: string; value: Readonly<Record<string, unknown>> }): AnyEvent | undefined {
  const definition = byRecord.get(record.name);
  return definition && ({ ...record.value, type: definition.type } as unknown as AnyEvent);
}
