import type { Locale } from '#schemas/access/people.ts';
import type { Entry } from '../directory/contract.ts';

/** The shapes of the user service that the pages read; `services/user/views.ts` answers them. */

/** What a person, their managers and HR see. */
export interface FullPerson extends Entry {
  readonly access: 'full';
  readonly version: number;
  readonly region: string | null;
  readonly locale: Locale | null;
  readonly hiredOn: string | null;
  readonly lastDay: string | null;
  /** Shares of the weekdays of today, Monday first; null: Monday to Friday. */
  readonly schedule: readonly number[] | null;
  readonly erasureRequestedAt: string | null;
}

export type Someone = FullPerson | (Entry & { readonly access: 'directory' });

export interface Page {
  readonly rows: readonly Entry[];
  /** For `after`; null: there is no more. */
  readonly next: string | null;
}

interface Changed {
  readonly id: string;
  readonly from: string;
  /** False when a later change corrects this one. */
  readonly counts: boolean;
  readonly voids: string | null;
  readonly at: string;
}

export interface Move extends Changed {
  readonly department: string;
}

export interface ScheduleChange extends Changed {
  readonly schedule: readonly number[];
}

export interface History {
  readonly moves: readonly Move[];
  readonly schedules: readonly ScheduleChange[];
}

/** Why a line of a file cannot be used; `column` is empty where the whole line cannot. */
export interface LineFault {
  readonly line: number;
  readonly column: string;
  readonly value: string;
  readonly message: string;
  readonly remedy: string;
}

export interface ImportStatus {
  readonly importId: string;
  readonly state: 'checked' | 'applying' | 'applied' | 'interrupted';
  readonly total: number;
  readonly done: number;
  readonly report: {
    readonly lines: number;
    readonly created: number;
    readonly updated: number;
    readonly unchanged: number;
    readonly faults: readonly LineFault[];
  };
}
