import type { Clock } from '#lib/clock.ts';

/** What became of asking a neighbour. */
export type Answered<T> =
  | { readonly kind: 'answered'; readonly value: T }
  /** It did not answer now. */
  | { readonly kind: 'away'; readonly why: string }
  /** It did not answer of late, so it was not asked. */
  | { readonly kind: 'resting' };

/** Asks a neighbour that may be away; who asks never waits for one that has just failed several times. */
export type Circuit = <T>(ask: () => Promise<T>) => Promise<Answered<T>>;

export interface CircuitRules {
  /**
   * After so many failures in a row nobody asks for `restMs`; then one does, and the others wait for what becomes of
   * it.
   */
  readonly failures: number;
  readonly restMs: number;
}

const usual: CircuitRules = { failures: 3, restMs: 10_000 };

/** A circuit of its own for one neighbour. `ask` throws when the neighbour is away, and for nothing else. */
export function circuitOf({ now }: Clock, { failures: most, restMs }: CircuitRules = usual): Circuit {
  let failures = 0;
  let openUntil = 0;
  return async (ask) => {
    if (now() < openUntil) return { kind: 'resting' };
    if (failures >= most) openUntil = now() + restMs;
    try {
      const value = await ask();
      failures = 0;
      openUntil = 0;
      return { kind: 'answered', value };
    } catch (error) {
      failures++;
      if (failures >= most) openUntil = now() + restMs;
      return { kind: 'away', why: String(error) };
    }
  };
}
