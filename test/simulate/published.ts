import { eventType } from '#schemas/catalogue.ts';
import type { AnyEvent } from '#schemas/event.ts';
import { markOf, type Written } from '#schemas/mark.ts';

/** An event as a service publishes it. `time` is epoch ms; `data` is JSON. */
export interface Published {
  readonly id: string;
  readonly type: string;
  readonly source: string;
  readonly time: number;
  readonly data: Readonly<Record<string, unknown>>;
}

/** The CloudEvents JSON body (structured mode) that goes over the wire. */
export const cloudEvent = (event: Published): string =>
  JSON.stringify({
    specversion: '1.0',
    id: event.id,
    source: event.source,
    type: event.type,
    subject: String(event.data.requestId ?? event.data.absenceId ?? event.data.employeeId ?? ''),
    time: new Date(event.time).toISOString(),
    datacontenttype: 'application/json',
    data: event.data,
  });

/** What the line makes of it, for the oracle. */
export function asAnyEvent({ id, type, source, time, data }: Published): AnyEvent {
  const definition = eventType(type);
  if (!definition) throw new Error(`no event type ${type}`);
  const mark = markOf({ source, id, type, time: new Date(time).toISOString(), data: data as Written['data'] });
  const identity = { type, eventId: id, occurredAt: time, redacted: false, mark, source };
  return { ...(definition.json.parse(data) as object), ...identity } as unknown as AnyEvent;
}
