import type { AnyEvent, EventOf } from '#schemas/event.ts';
import type locked from '#schemas/events/auth.account.locked.ts';
import type failed from '#schemas/events/auth.login.failed.ts';
import type succeeded from '#schemas/events/auth.login.succeeded.ts';

/** What happened at a login: an entity of one event, without its personal data. */
export interface Login {
  readonly eventId: string;
  /** Epoch ms. */
  readonly occurredAt: number;
  readonly outcome: 'succeeded' | 'failed' | 'locked';
  /** Why it failed or was locked. */
  readonly reason: string | null;
  readonly employeeId: string | null;
}

type LoginEvent = EventOf<typeof succeeded> | EventOf<typeof failed> | EventOf<typeof locked>;

const outcomes = {
  'auth.login.succeeded': 'succeeded',
  'auth.login.failed': 'failed',
  'auth.account.locked': 'locked',
} as const;

/** The types of events that tell about a login. */
export const loginTypes: readonly string[] = Object.keys(outcomes);

/** The login that an event of its family tells about; undefined for other events of the family. */
export function foldLogin(event: AnyEvent): Login | undefined {
  if (!Object.hasOwn(outcomes, event.type)) return undefined;
  const login = event as LoginEvent;
  return {
    eventId: login.eventId,
    occurredAt: login.occurredAt,
    outcome: outcomes[login.type],
    reason: login.type === 'auth.login.succeeded' ? null : login.reason,
    employeeId: login.employeeId,
  };
}
