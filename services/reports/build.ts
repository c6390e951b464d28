import type { Clock } from '#lib/clock.ts';
import { hasRole, type Person } from '#schemas/access/people.ts';
import { apiAs, NoRight, type RightOf, readers } from './api.ts';
import { htmlOf } from './html.ts';
import { type IntlShape, intlOf } from './intl.ts';
import { pageOf } from './page.ts';
import { periodsOf } from './periods.ts';
import { pngOf } from './picture.ts';
import { readFacts } from './reading.ts';
import { type Report, reportOf } from './report.ts';
import type { SubscriptionsTable } from './tables.ts';
import { workbookOf } from './workbook.ts';

/** What is needed to build a report for somebody. */
export interface Inputs {
  readonly apiUrl: string;
  readonly rightOf: RightOf;
  /** Origin of the page. */
  readonly origin: string;
  readonly clock: Clock;
}

/** What a report is to be like; a subscription is one. */
export type ReportRequest = Pick<
  SubscriptionsTable,
  'employee_id' | 'span' | 'department' | 'zone' | 'locale' | 'workbook'
>;

/** A report with everything that was needed for it; `page` is made when it is known where it goes. */
export interface Built {
  readonly report: Report;
  readonly intl: IntlShape;
  readonly seesAll: boolean;
}

/** Shorter than the lease of a mail. */
const buildMs = 60_000;

/**
 * Builds what was wished as of an instant (epoch ms), with the rights that its recipient has now; throws NoRight when
 * that are none.
 */
export async function build({ apiUrl, rightOf }: Inputs, wish: ReportRequest, at: number): Promise<Built> {
  const signal = AbortSignal.timeout(buildMs);
  const right = await rightOf(wish.employee_id, signal);
  const person = { roles: right.roles } as Person;
  if (!hasRole(person, ...readers)) throw new NoRight('neither manager nor hr any more');
  const periods = periodsOf(wish.span, at, wish.zone);
  const facts = await readFacts(apiAs(apiUrl, right, signal), periods, wish.department);
  const intl = intlOf(wish.locale);
  return { report: reportOf(periods, facts), intl, seesAll: hasRole(person, 'hr') };
}

interface Shown {
  readonly origin: string;
  readonly at: number;
  readonly unsubscribe: string | null;
}

/** The words of what was built. */
export const pageFor = (wish: ReportRequest, { report, intl, seesAll }: Built, { origin, at, unsubscribe }: Shown) =>
  pageOf(
    report,
    {
      span: wish.span,
      department: wish.department,
      zone: wish.zone,
      workbook: wish.workbook === 1,
      seesAll,
      at,
      origin,
      unsubscribe,
    },
    intl,
  );

/** HTML that stands by itself, pictures included. */
export function previewOf(wish: ReportRequest, built: Built, shown: Shown): string {
  const page = pageFor(wish, built, shown);
  return htmlOf(page, (chart) => `data:image/png;base64,${pngOf(chart).toString('base64')}`);
}

export const bookOf = ({ report, intl }: Built, zone: string): Promise<Buffer> => workbookOf(report, intl, zone);

export const workbookType = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';

/** `leaveline-week-2026-11-16.xlsx` */
export const workbookName = ({ span }: ReportRequest, { report }: Built): string =>
  `leaveline-${span}-${report.periods.current.from}.xlsx`;
