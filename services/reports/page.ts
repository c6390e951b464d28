import { nameOf } from '#domain/person.ts';
import type { Locale } from '#schemas/access/people.ts';
import { filled } from '../common/mail/words.ts';
import { type Chart, chartsOf } from './charts.ts';
import type { IntlShape } from './intl.ts';
import type { RequestRow } from './reading.ts';
import type { Report, Stay } from './report.ts';
import type { Span } from './tables.ts';
import type { Tile } from './tile.ts';

/** Somebody in a list. */
export interface Line {
  readonly name: string;
  readonly about: string;
  readonly when: string;
  readonly note: string;
}

interface Link {
  readonly href: string;
  readonly text: string;
}

/** A report in words, without markup. */
export interface Page {
  readonly language: Locale;
  readonly subject: string;
  readonly title: string;
  readonly period: string;
  readonly scope: string;
  readonly comparedWith: string;
  /** The figures in one line. */
  readonly summary: string;
  readonly tiles: readonly Tile[];
  readonly charts: readonly Chart[];
  readonly lists: readonly {
    readonly title: string;
    readonly rows: readonly Line[];
    readonly empty: string;
    readonly more: string;
  }[];
  readonly action: Link;
  readonly foot: readonly string[];
  readonly links: readonly Link[];
}

/** What a page says beside the report itself. */
export interface Frame {
  readonly span: Span;
  /** null: everybody whom the recipient may see. */
  readonly department: string | null;
  /** Whether the recipient may see the whole company. */
  readonly seesAll: boolean;
  readonly zone: string;
  /** Epoch ms. */
  readonly at: number;
  /** Origin of the page of the product. */
  readonly origin: string;
  /** Whether the rows come along. */
  readonly workbook: boolean;
  /** null in a preview. */
  readonly unsubscribe: string | null;
}

/** A mail is no table: longer lists end here. */
const mostLines = 20;
const dayMs = 86_400_000;

export function pageOf(report: Report, frame: Frame, intl: IntlShape): Page {
  const { messages } = intl;
  const title = messages.title[frame.span];
  const period = intl.period(report.periods.current);
  const tiles = tilesOf(report, intl);
  const anyWaits = report.waiting.length > 0;
  return {
    language: intl.language,
    subject: filled(messages.subject, { title, period }),
    title,
    period,
    tiles,
    scope: scopeOf(frame, intl),
    comparedWith: filled(messages.comparedWith, { period: intl.period(report.periods.before) }),
    summary: tiles.map(({ label, value }) => `${label}: ${value}`).join(' · '),
    charts: chartsOf(report, intl),
    lists: [awayList(report, frame, intl), waitingList(report, frame, intl)],
    action: {
      href: `${frame.origin}${anyWaits ? '/approvals' : '/'}`,
      text: anyWaits ? messages.decide : messages.openPage,
    },
    foot: [
      messages.why[frame.span],
      filled(messages.computed, { date: intl.instant(frame.at, frame.zone), zone: frame.zone }),
    ],
    links: linksOf(frame, intl),
  };
}

const scopeOf = ({ department, seesAll }: Frame, { messages }: IntlShape): string =>
  department === null
    ? messages.scope[seesAll ? 'company' : 'people']
    : filled(messages.department, { name: department });

const linksOf = ({ origin, unsubscribe }: Frame, { messages }: IntlShape): Link[] => [
  { href: `${origin}/reports`, text: messages.settings },
  ...(unsubscribe === null ? [] : [{ href: unsubscribe, text: messages.unsubscribe }]),
];

const tilesOf = ({ figures, p90 }: Report, intl: IntlShape): Tile[] =>
  figures.map((figure) => ({
    name: figure.name,
    label: intl.messages.figures[figure.name],
    value: intl.value(figure.name, figure.current),
    change: intl.change(figure.name, figure),
    note: noteOf(figure, p90, intl),
  }));

function noteOf(
  { name, current, numerator, denominator }: Report['figures'][number],
  p90: number | null,
  intl: IntlShape,
) {
  const { messages, number } = intl;
  if (current === null || numerator === null || denominator === null) return '';
  if (name === 'leadTime') return p90 === null ? '' : filled(messages.nineOfTen, { hours: intl.hours(p90) });
  return filled(messages.ofDecisions, { numerator: number(numerator), denominator: number(denominator) });
}

function restOf(all: readonly unknown[], { workbook }: Frame, { messages, plural }: IntlShape): string {
  const rest = all.length - mostLines;
  if (rest <= 0) return '';
  return workbook ? `${plural(messages.more, rest)}, ${messages.inWorkbook}` : plural(messages.more, rest);
}

function awayList({ away }: Report, frame: Frame, intl: IntlShape): Page['lists'][number] {
  const { messages } = intl;
  const line = (stay: Stay): Line => ({
    name: nameOf(stay),
    about: [stay.department, intl.leave(stay.leaveType)].filter(Boolean).join(' · '),
    when: stay.from === stay.to ? intl.day(stay.from) : `${intl.day(stay.from)} – ${intl.day(stay.to)}`,
    note: '',
  });
  const rows = away.slice(0, mostLines).map(line);
  return { title: messages.awayTitle, rows, empty: messages.nobodyAway, more: restOf(away, frame, intl) };
}

function waitingList({ waiting }: Report, frame: Frame, intl: IntlShape): Page['lists'][number] {
  const { messages, plural } = intl;
  const line = (request: RequestRow): Line => {
    const days = Math.max(0, Math.floor((frame.at - Date.parse(request.submittedAt)) / dayMs));
    return {
      name: nameOf(request),
      about: [request.department, intl.leave(request.leaveType)].filter(Boolean).join(' · '),
      when: intl.period(request),
      note: filled(messages.waits, { waiting: days === 0 ? messages.lessThanDay : plural(messages.days, days) }),
    };
  };
  const rows = waiting.slice(0, mostLines).map(line);
  return { title: messages.waitingTitle, rows, empty: messages.nothingWaits, more: restOf(waiting, frame, intl) };
}
