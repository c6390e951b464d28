import { useMemo } from 'preact/hooks';
import { useLocation } from 'preact-iso';
import type { RequestRow } from '#api/answers.ts';
import { addressOf } from '../../data/address.ts';
import { instantOf } from '../../data/answer.ts';
import { personName } from '../../data/personName.ts';
import { useRows } from '../../data/useRows.ts';
import { numberColumn, type TableView, textColumn } from '../../kit/table.ts';
import { speech, today } from '../../language/appearance.ts';
import { type Filters, periodFor, writeFilters } from '../../panels/filters/address.ts';
import { useFilters } from '../../panels/filters/useFilters.ts';
import { departmentName, usedBut } from '../../panels/panel.ts';
import { RowsPage } from './RowsPage.tsx';

const statuses = ['submitted', 'approved', 'rejected', 'withdrawn', 'cancellation_requested', 'cancelled', 'expired'];

function tableOf(rows: readonly RequestRow[]): TableView {
  const { text, word, moment, day, number } = speech.value;
  const when = (value: unknown): string => (typeof value === 'number' ? moment(value) : '–');
  return {
    csv: null,
    columns: [
      textColumn('person', text('person')),
      textColumn('department', text('department')),
      textColumn('leaveType', text('leaveType')),
      textColumn('from', text('day.from'), (value) => day(String(value))),
      textColumn('to', text('day.to'), (value) => day(String(value))),
      numberColumn('days', text('request.days'), number),
      textColumn('status', text('request.status')),
      textColumn('submittedAt', text('request.submitted'), when),
      textColumn('decidedAt', text('request.decided'), when),
    ],
    rows: rows.map((row) => ({
      person: personName(row),
      department: departmentName(speech.value, row.department),
      leaveType: word('leaveType', row.leaveType),
      from: row.from,
      to: row.to,
      days: row.days,
      status: word('status', row.status),
      submittedAt: instantOf(row.submittedAt),
      decidedAt: row.decidedAt === null ? null : instantOf(row.decidedAt),
    })),
  };
}

const dates = ['leave', 'submitted', 'decided'] as const;
type Dated = (typeof dates)[number];

/**
 * The API's names for the ends of the period, by what it is about: leave that touches it, submissions or decisions in
 * it.
 */
const ends: Readonly<Record<Dated, readonly [from: string, to: string]>> = {
  leave: ['from', 'to'],
  submitted: ['submittedFrom', 'submittedTo'],
  decided: ['decidedFrom', 'decidedTo'],
};

function askOf(filters: Filters, dated: Dated, status: string): string {
  const period = periodFor(filters, today.value);
  const [from, to] = ends[dated];
  const { departments: department, leaveTypes: leaveType } = filters;
  const days = { [from]: period.from, [to]: period.to };
  return addressOf('/api/requests', { ...days, limit: 100, department, leaveType, status });
}

/** The address of this page with another choice. */
const hereWith = (filters: Filters, dated: string, status: string): string =>
  `/requests${writeFilters(filters, addressOf('', { dated: dated === 'leave' ? null : dated, status }))}`;

/** The requests behind the figures. */
export default function Requests() {
  const { filters } = useFilters();
  const { query, route } = useLocation();
  const status = statuses.find((one) => one === query.status) ?? '';
  const dated = dates.find((one) => one === query.dated) ?? 'leave';
  const list = useRows<RequestRow>(askOf(filters, dated, status), { live: ['requests'], cursor: 'cursor' });
  const voice = speech.value;
  const { text, word } = voice;
  const table = useMemo(() => tableOf(list.data ?? []), [list.data, voice]);
  const narrow = [
    {
      label: text('requests.dated'),
      value: dated,
      options: dates.map((value) => [value, text(`requests.dated.${value}`)] as const),
      change: (value: string) => route(hereWith(filters, value, status)),
    },
    {
      label: text('request.status'),
      value: status,
      options: [
        ['', text('requests.status.all')] as const,
        ...statuses.map((value) => [value, word('status', value)] as const),
      ],
      change: (value: string) => route(hereWith(filters, dated, value)),
    },
  ];
  return (
    <RowsPage
      title={text('page.requests')}
      list={list}
      table={table}
      narrow={narrow}
      ignored={usedBut(filters, ['department', 'leaveType'])}
    />
  );
}
