import type { LocalDate } from '#lib/dates.ts';

/** Days on which public holidays are suspended, as in Ukraine under martial law; `to` null: still. */
export interface Wartime {
  readonly from: LocalDate;
  readonly to: LocalDate | null;
}
