/** An event before it has an id and a time, and says who stands in then. */
export type Unstamped<E> = E extends unknown ? Omit<E, 'eventId' | 'occurredAt' | 'redacted' | 'delegates'> : never;
