import { eventType } from './catalogue.ts';
import type { AnyEvent } from './event.ts';
import type { Fields } from './fields.ts';

type Data = Readonly<Record<string, unknown>>;

/** The data of an event without what its type marks as personal; the same object when there is nothing of it. */
export function blankData<D extends Data>(type: string, data: D): D {
  const fields: Fields = eventType(type)?.fields ?? {};
  const personal = Object.keys(data).filter((name) => fields[name]?.personal && data[name] !== null);
  return personal.length === 0 ? data : { ...data, ...Object.fromEntries(personal.map((name) => [name, null])) };
}

/** An event as it is kept after its person was erased; the same object when it holds nothing personal. */
export function redacted<E extends AnyEvent>(event: E): E {
  const blank = blankData(event.type, event as unknown as Data) as unknown as E;
  return blank === event ? event : { ...blank, redacted: true };
}

/** A copy of an event that was redacted: blank, and marked so also where there was nothing personal to take away. */
export function blanked<E extends AnyEvent>(event: E): E {
  const blank = redacted(event);
  return blank.redacted ? blank : { ...blank, redacted: true };
}
