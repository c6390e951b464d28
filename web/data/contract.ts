/** The shapes of the API that the page reads; `api/` serves them. */

export type Language = 'en' | 'uk';
export type Text = Readonly<Record<Language, string>>;

export interface Column {
  readonly name: string;
  readonly kind: string;
  readonly label: Text;
}

export interface DerivedColumn {
  readonly name: string;
  readonly kind: 'ratio' | 'quantile' | string;
  readonly title: Text;
  /** What a quantile counts in. */
  readonly unit?: string;
}

/** One entry of `GET /api/statistics`. */
export interface StatisticEntry {
  readonly name: string;
  readonly title: Text;
  readonly question: Text;
  readonly key: readonly Column[];
  readonly measures: readonly Column[];
  readonly derived: readonly DerivedColumn[];
  /** The date column that `asOf` cuts by; null: as-of is refused. */
  readonly asOf: string | null;
  /** Tables whose change makes its answers old. */
  readonly tables: readonly string[];
}

export interface Catalogue {
  readonly statistics: readonly StatisticEntry[];
}

/** A figure with the sums it was computed from; null where nothing was counted. */
export interface Derived {
  readonly value: number | null;
  readonly numerator: number;
  readonly denominator: number;
}

export type Cell = string | number | boolean | null | Derived;
export type Row = Readonly<Record<string, Cell>>;

/** `GET /api/statistics/<name>`. */
export interface StatisticAnswer {
  readonly name: string;
  readonly asOf: string | null;
  readonly by: readonly string[];
  readonly columns: readonly Column[];
  readonly rows: readonly Row[];
  readonly total: Row;
  /** What a reader should know about how it was counted. */
  readonly notes: readonly Text[];
  readonly computedAt: string;
  /** Of figures of groups: since when they stand. */
  readonly frozenAt?: string;
}

export interface RequestRow {
  readonly requestId: string;
  readonly employeeId: string;
  readonly status: string;
  readonly leaveType: string;
  readonly from: string;
  readonly to: string;
  readonly dayPart: string;
  readonly days: number;
  readonly submittedAt: string | number;
  readonly decidedAt: string | number | null;
  readonly department: string;
  readonly firstName: string | null;
  readonly lastName: string | null;
}

export interface AbsenceRow {
  readonly employeeId: string;
  readonly requestId: string;
  readonly day: string;
  readonly kind: string;
  readonly leaveType: string;
  readonly department: string;
  readonly fraction: number;
  readonly firstName: string | null;
  readonly lastName: string | null;
}

export interface EventRow {
  readonly eventId: string;
  readonly type: string;
  readonly employeeId: string | null;
  readonly occurredAt: string | number;
  readonly source: string;
  /** The event's own fields. */
  readonly payload: Readonly<Record<string, unknown>>;
}

export interface Rows<T> {
  readonly rows: readonly T[];
  readonly next?: string | null;
}

/** `GET /api/line`. */
export interface LineState {
  readonly at: string;
  readonly kafka: { readonly away: string | null };
  readonly tables: readonly {
    readonly name: string;
    readonly rows: number;
    readonly changedAt: string | null;
    readonly lag: number | null;
  }[];
  readonly lastEventAt: string | null;
  readonly deadLetters: number | null;
  readonly lag: Readonly<Record<string, number>> | null;
  readonly incomplete: Readonly<Record<string, number>>;
  /** Publishers that use an id again for another event. */
  readonly reusedIds: readonly {
    readonly source: string;
    readonly ids: number;
    readonly events: number;
    readonly lastAt: string;
    readonly eventId: string;
  }[];
}

/** One value of a request that the API cannot use. */
export interface Fault {
  /** The name of a parameter, or the way to a value of the body: `people.0.email`. */
  readonly field: string;
  readonly message: string;
  readonly possible?: readonly string[];
}

/** Why something did not work. Errors of the API (RFC 9457) say what to do in `remedy`; `network`: no answer came. */
export interface Problem {
  readonly status?: number;
  /** Stable, snake_case: pages choose their words by it. */
  readonly code?: string;
  readonly title?: string;
  readonly detail?: string;
  readonly remedy?: string;
  readonly faults?: readonly Fault[];
  /** Figures of this case, to say it in one's own language: `{ available: 3 }`. */
  readonly facts?: Readonly<Record<string, string | number | boolean | null>>;
}

/** `hello` of `GET /api/live`. */
export interface Hello {
  readonly version: string;
  /** The company's time zone. */
  readonly timeZone: string;
}

/** `stale` of `GET /api/live`: the API itself hears of no changes. */
export interface Stale {
  readonly since: string;
}

/** `change` of `GET /api/live`. */
export interface Change {
  readonly tables: readonly string[];
  readonly at: string | number;
}
