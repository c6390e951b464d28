import type { Plural } from '../../common/mail/words.ts';
import type { FigureName } from '../report.ts';
import type { Span } from '../tables.ts';

/** Everything that reports say in one language. What stands in braces is filled in. */
export interface Messages {
  readonly title: Readonly<Record<Span, string>>;
  /** {title} {period} */
  readonly subject: string;
  /** {name} */
  readonly greeting: string;
  readonly scope: Readonly<Record<'company' | 'people', string>>;
  /** {name} */
  readonly department: string;
  /** {period} */
  readonly comparedWith: string;
  /** {before} */
  readonly was: string;
  /** There was nothing to compare with. */
  readonly wasNothing: string;
  readonly same: string;
  readonly noData: string;
  readonly figures: Readonly<Record<FigureName, string>>;
  /** {numerator} {denominator} */
  readonly ofDecisions: string;
  /** {hours} */
  readonly nineOfTen: string;
  readonly percentagePoints: string;
  readonly charts: Readonly<Record<'away' | 'leave' | 'status', string>>;
  /** The period among those before it. */
  readonly lately: Readonly<Record<Span, string>>;
  readonly series: Readonly<Record<'leave' | 'sick' | 'current' | 'before', string>>;
  /** {chart} {points} */
  readonly chartText: string;
  readonly status: Readonly<Record<string, string>>;
  readonly absence: string;
  readonly awayTitle: string;
  readonly nobodyAway: string;
  readonly waitingTitle: string;
  readonly nothingWaits: string;
  /** {waiting} */
  readonly waits: string;
  readonly lessThanDay: string;
  readonly days: Plural;
  readonly more: Plural;
  readonly inWorkbook: string;
  readonly openPage: string;
  readonly decide: string;
  readonly why: Readonly<Record<Span, string>>;
  readonly settings: string;
  readonly unsubscribe: string;
  /** {title} */
  readonly unsubscribeQuestion: string;
  readonly unsubscribed: string;
  readonly badLink: string;
  /** {date} {zone} */
  readonly computed: string;
  readonly sheets: Readonly<Record<'figures' | 'requests' | 'absences' | 'ahead' | 'waiting', string>>;
  readonly columns: Readonly<
    Record<
      | 'figure'
      | 'current'
      | 'before'
      | 'difference'
      | 'numerator'
      | 'denominator'
      | 'person'
      | 'department'
      | 'leaveType'
      | 'from'
      | 'to'
      | 'days'
      | 'status'
      | 'submitted'
      | 'decided'
      | 'day'
      | 'fraction'
      | 'counted',
      string
    >
  >;
  readonly units: Readonly<Record<'count' | 'ratio' | 'hours' | 'days', string>>;
}
