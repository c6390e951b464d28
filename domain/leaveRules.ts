import type { LocalDate } from '#lib/dates.ts';
import { oneDay } from '#lib/millionths.ts';
import type { Counting } from './counting.ts';
import type { Wartime } from './holidays.ts';
import { martialLaw } from './holidays.ts';

/** Who decides on a step: somebody of the manager tree, or hr. */
export const approvalSteps = ['manager', 'hr'] as const;
export type ApprovalStep = (typeof approvalSteps)[number];

/** What becomes of days that are left at the end of a leave year. */
export interface CarryOver {
  /** At most so many, in millionths; null: all. */
  readonly limit: number | null;
  /** Of them, what never expires, in millionths; null: all. */
  readonly neverExpiring: number | null;
  /** Last day on which the others can be taken, `MM-DD` of the next year; null: they stay. */
  readonly expiresOn: string | null;
}

/** How many days a year gives, in millionths, and when. */
export interface Entitlement {
  readonly daysPerYear: number;
  /** All on the first day, or a twelfth each month. */
  readonly accrual: 'yearly' | 'monthly';
  readonly carryOver: CarryOver;
}

export interface LeaveTypeRules {
  readonly name: { readonly uk: string; readonly en: string };
  readonly counting: Counting;
  readonly paid: boolean;
  /** Who has to agree, in order; empty: it is granted at once. */
  readonly approval: readonly ApprovalStep[];
  /** Who has to agree to a cancellation after the approval. */
  readonly cancellation: 'none' | 'manager';
  readonly halfDays: boolean;
  readonly hours: boolean;
  /** Days between the request and the first day. */
  readonly noticeDays: number;
  /** At most so many days in one request, in millionths; null: any number. */
  readonly longest: number | null;
  /** null: no balance is kept. */
  readonly entitlement: Entitlement | null;
}

/** How strict a rule is: what breaks it cannot be done, or is pointed out to both sides. */
export type Severity = 'refuse' | 'warn';

/** At most so many people of a department away on one day. */
export interface CoverageRule {
  /** null: every department that has no rule of its own. */
  readonly department: string | null;
  readonly maxAbsent: number;
  readonly severity: Severity;
}

/** Days on which no leave is granted. */
export interface Blackout {
  readonly name: string;
  readonly from: LocalDate;
  readonly to: LocalDate;
  /** null: everywhere. */
  readonly department: string | null;
  /** null: all. */
  readonly leaveTypes: readonly string[] | null;
  readonly exempt: readonly string[];
  readonly severity: Severity;
}

/** All that a company decides about leave. */
export interface LeaveRules {
  readonly types: Readonly<Record<string, LeaveTypeRules>>;
  readonly coverage: readonly CoverageRule[];
  readonly blackouts: readonly Blackout[];
  /** Business days without a decision after which a request expires, and those of the reminders before. */
  readonly expiry: { readonly businessDays: number; readonly reminders: readonly number[] };
  readonly hoursPerDay: number;
  /** How far ahead and back a request may reach, in days. */
  readonly daysAhead: number;
  readonly daysBack: number;
  /** Holiday region of people without one of their own. */
  readonly region: string;
  readonly wartime: Wartime | null;
}

const common = { cancellation: 'manager', halfDays: false, hours: false, noticeDays: 0, longest: null } as const;
const calendarDays = { ...common, counting: 'calendar', entitlement: null } as const;
const workingDays = { ...common, counting: 'working', halfDays: true, hours: true, entitlement: null } as const;
const byManager = ['manager'] as const;
const byBoth = ['manager', 'hr'] as const;

/** Law on Leave, article 6: at least 24 calendar days; article 11: what is not taken stays. */
const annualLeave: Entitlement = {
  daysPerYear: 24 * oneDay,
  accrual: 'yearly',
  carryOver: { limit: null, neverExpiring: null, expiresOn: null },
};

/**
 * Ukrainian law and common practice. Annual, study and social leave run in calendar days (Law on Leave, articles 5, 6,
 * 13 to 20); what employers grant on top is counted in working days. The ladder of reminders and the expiry are those
 * of the field.
 */
export const ukrainianRules: LeaveRules = {
  types: {
    annual: {
      ...calendarDays,
      name: { uk: 'Щорічна відпустка', en: 'Annual leave' },
      paid: true,
      approval: byManager,
      halfDays: true,
      hours: true,
      entitlement: annualLeave,
    },
    unpaid: {
      ...calendarDays,
      name: { uk: 'Відпустка без збереження зарплати', en: 'Unpaid leave' },
      paid: false,
      approval: byBoth,
    },
    study: { ...calendarDays, name: { uk: 'Навчальна відпустка', en: 'Study leave' }, paid: true, approval: byBoth },
    social: { ...calendarDays, name: { uk: 'Соціальна відпустка', en: 'Social leave' }, paid: true, approval: byBoth },
    maternity: {
      ...calendarDays,
      name: { uk: 'Відпустка у зв’язку з вагітністю та пологами', en: 'Maternity leave' },
      paid: true,
      approval: ['hr'],
    },
    parental: {
      ...calendarDays,
      name: { uk: 'Відпустка для догляду за дитиною', en: 'Parental leave' },
      paid: false,
      approval: ['hr'],
    },
    overtime: { ...workingDays, name: { uk: 'Відгул', en: 'Time off in lieu' }, paid: true, approval: byManager },
    special: { ...workingDays, name: { uk: 'Додатковий вихідний', en: 'Special leave' }, paid: true, approval: byBoth },
    volunteer: {
      ...workingDays,
      name: { uk: 'Волонтерський день', en: 'Volunteer day' },
      paid: true,
      approval: byManager,
    },
    remote: {
      ...workingDays,
      name: { uk: 'Дистанційна робота', en: 'Remote work' },
      paid: true,
      approval: [],
      cancellation: 'none',
    },
  },
  coverage: [],
  blackouts: [],
  expiry: { businessDays: 7, reminders: [1, 3, 5] },
  hoursPerDay: 8,
  daysAhead: 548,
  daysBack: 366,
  region: 'UA',
  wartime: martialLaw,
};

/** The rules of a leave type; undefined for one that the company does not have. */
export const typeRules = (rules: LeaveRules, leaveType: string): LeaveTypeRules | undefined =>
  Object.hasOwn(rules.types, leaveType) ? rules.types[leaveType] : undefined;
