/** What became of one input. Every stage answers with one of these; throwing means a bug or an outage. */
export type Outcome<T> =
  | { readonly kind: 'ok'; readonly value: T }
  | { readonly kind: 'duplicate' }
  | { readonly kind: 'dead'; readonly reason: string; readonly detail: string }
  | { readonly kind: 'hold'; readonly why: string };

/** The input was understood and goes on as `value`. */
export const ok = <T>(value: T): Outcome<T> => ({ kind: 'ok', value });

/**
 * The input can never be used: it goes to the dead letters with a stable `reason` (snake_case) and a sentence for
 * people.
 */
export const dead = (reason: string, detail: string): Outcome<never> => ({ kind: 'dead', reason, detail });
