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
  readonly computedAt: string | number;
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
  readonly [field: string]: unknown;
}

export interface Rows<T> {
  readonly rows: readonly T[];
  readonly next?: string | null;
}

/** Errors of the API (RFC 9457) say what to do in `remedy`. */
export interface Problem {
  readonly title?: string;
  readonly detail?: string;
  readonly remedy?: string;
  readonly code?: string;
}

/** `change` of `GET /api/live`. */
export interface Change {
  readonly tables: readonly string[];
  readonly at: string | number;
}
