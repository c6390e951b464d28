import { randomBytes, randomUUID } from 'node:crypto';

/** What follows one request through HTTP, AMQP and Kafka. */
export interface Trace {
  readonly requestId: string;
  /** W3C trace context, `00-<32 hex>-<16 hex>-<2 hex>`; ours is a span below the caller's. */
  readonly traceparent: string;
}

const traceparentForm = /^00-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})$/;

/** Goes on with what came where it is well formed, else begins anew. */
export function traceOf(requestId: string, traceparent: string): Trace {
  const [, id, parent, flags] = traceparentForm.exec(traceparent) ?? [];
  const known = id !== undefined && !/^0+$/.test(id) && !/^0+$/.test(parent ?? '0');
  const span = randomBytes(8).toString('hex');
  return {
    requestId: /^[\w.-]{1,64}$/.test(requestId) ? requestId : randomUUID(),
    traceparent: `00-${known ? id : randomBytes(16).toString('hex')}-${span}-${known ? flags : '01'}`,
  };
}

/** A trace that begins here: for work that no request asked for. */
export const newTrace = (): Trace => traceOf('', '');
