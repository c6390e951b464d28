import type { Person } from '#schemas/access/people.ts';
import dataRead from '#schemas/events/data.read.ts';
import type { ServiceContext } from '../common/database/context.ts';
import { draft } from '../common/messaging/events.ts';
import { append, type Origin } from '../common/messaging/outbox.ts';
import type { Wanted } from './search.ts';
import type { AuditTables } from './tables.ts';

export interface AuditWorld extends ServiceContext<AuditTables> {}

/** Who asks, and from where. */
interface Asking {
  readonly person: Person;
  readonly ip: string;
  readonly userAgent: string;
  readonly traceparent: string;
}

/** What a request read, as its own event tells it. */
interface ReadAccess {
  readonly resource: string;
  readonly about?: string | undefined;
  readonly query?: string;
  readonly rows: number;
}

/**
 * Notes that somebody read, before they get it: what cannot be noted is not shown. One event per request, however much
 * it answers.
 */
export async function noteReading(world: AuditWorld, asking: Asking, reading: ReadAccess): Promise<void> {
  const { employeeId } = asking.person;
  const data = {
    employeeId,
    resource: reading.resource,
    about: reading.about ?? null,
    query: reading.query ?? null,
    rows: reading.rows,
    ip: asking.ip,
    userAgent: asking.userAgent.slice(0, 1000),
  };
  const origin: Origin = { source: world.source, clock: world.clock, trace: asking };
  const event = draft(dataRead, { type: 'reader', id: employeeId }, data);
  await world.database.transaction((trx) => append(trx, origin, [event]));
}

/** `type=auth. from=2026-07-01T00:00:00.000Z limit=50`; the person is a field of its own. */
export function describeQuery({ eventId, type, from, to, limit, after }: Wanted): string {
  const instant = (at: number | undefined) => (at === undefined ? undefined : new Date(at).toISOString());
  const parts = { eventId, type, from: instant(from), to: instant(to), limit, after };
  return Object.entries(parts)
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => `${name}=${value}`)
    .join(' ');
}
