import type { Request } from '#domain/request.ts';

/** A leave request as its events tell. */
export interface VacationRequest extends Request {
  /** Ids of events that the state did not allow. */
  readonly illegal: readonly string[];
}
