import type { Wartime } from '#domain/holidays.ts';
import type { LeaveTypes } from '#domain/leaveTypes.ts';

/** The company's rules that shape what is computed; another value of any of them needs the next generation. */
export interface CompanySettings {
  /** IANA zone of HR days. */
  readonly zone: string;
  /** Holiday region of people without one of their own, ISO 3166. */
  readonly region: string;
  /** When Ukrainian public holidays are suspended. */
  readonly wartime: Wartime | null;
  /** How each leave type counts; one that is not listed counts calendar days. */
  readonly leaveTypes: LeaveTypes;
}
