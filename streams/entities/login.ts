/** What happened at a login: an entity of one event. */
export interface Login {
  readonly eventId: string;
  /** Epoch ms. */
  readonly occurredAt: number;
  readonly outcome: 'succeeded' | 'failed' | 'locked';
  /** Why it failed or was locked. */
  readonly reason: string | null;
  readonly employeeId: string | null;
}
