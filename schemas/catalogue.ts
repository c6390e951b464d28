import { readdir } from 'node:fs/promises';
import type { AnyEvent, EventDefinition } from './event.ts';
import type { RecordDefinition } from './record.ts';

/** The default exports of a folder's files, by name; one after the other, since loaders in tests cannot do it at once. */
async function defaultsOf<T>(folder: string): Promise<T[]> {
  const directory = new URL(`./${folder}/`, import.meta.url);
  const files = (await readdir(directory)).filter((file) => file.endsWith('.ts') && !file.endsWith('.test.ts'));
  const found: T[] = [];
  for (const file of files.sort()) found.push((await import(new URL(file, directory).href)).default);
  return found;
}

/** Every event type, one file each in `events/`. */
export const eventTypes: readonly EventDefinition[] = await defaultsOf<EventDefinition>('events');

/** Every record of an enriched topic, one file each in `derived/`. */
export const derivedRecords: readonly RecordDefinition[] = await defaultsOf<RecordDefinition>('derived');

const byType = new Map(eventTypes.map((definition) => [definition.type, definition]));
const byRecord = new Map(eventTypes.map((definition) => [definition.name, definition]));

/** The event type of this name, e.g. `user.registered`. */
export const eventType = (type: string): EventDefinition | undefined => byType.get(type);

/** A decoded record as an event; undefined when it is none of the catalogue. */
export function asEvent(record: { name: string; value: Readonly<Record<string, unknown>> }): AnyEvent | undefined {
  const definition = byRecord.get(record.name);
  return definition && ({ ...record.value, type: definition.type } as unknown as AnyEvent);
}
