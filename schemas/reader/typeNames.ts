import { eventType, eventTypes } from '../catalogue.ts';

/** `UserRegistered` → `user.registered`. */
const byClass = new Map(eventTypes.map(({ name, type }) => [name.replace(/^hr\./, ''), type]));

/**
 * The first of these names that means an event type: the type itself, or a class of its name in PascalCase, with
 * whatever namespace and assembly a program puts around it: `urn:message:Hr.Events:UserRegistered`,
 * `Hr.Events.UserRegistered, Hr.Events`.
 */
export function firstKnown(names: readonly string[]): string | undefined {
  for (const name of names) {
    const type = eventType(name)?.type ?? typeOfClass(name);
    if (type !== undefined) return type;
  }
  return undefined;
}

/** undefined also when the name holds two of our classes. */
function typeOfClass(name: string): string | undefined {
  const types = new Set(name.split(/[\s.:,+$/]+/).flatMap((part) => byClass.get(part) ?? []));
  return types.size === 1 ? [...types][0] : undefined;
}
