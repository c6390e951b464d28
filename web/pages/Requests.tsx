import { useLocation } from 'preact-iso';
import { useMemo } from 'preact/hooks';
import { instantOf } from '../data/answer.ts';
import type { RequestRow } from '../data/contract.ts';
import { periodFor, writeFilters } from '../filters/address.ts';
import { useFilters } from '../filters/useFilters.ts';
import { speech, today } from '../language/appearance.ts';
import { departmentName, numberColumn, type TableView, textColumn } from '../panels/panel.ts';
import { personOf } from '../parts/LatestRequests.tsx';
import { RowsPage } from './RowsPage.tsx';
import { useRows } from './useRows.ts';

const statuses = ['submitted', 'approved', 'rejected', 'withdrawn', 'cancellation_requested', 'cancelled', 'expired'];

const tableOf = (rows: readonly RequestRow[]): TableView => {
  const { text, word, moment, day, number } = speech.value;
  const when = (value: unknown): string => (typeof value === 'number' ? moment(value) : '–');
  return {
    csv: null,
    columns: [
      textColumn('person', text('request.person')),
      textColumn('department', text('request.department')),
      textColumn('leaveType', text('request.leaveType')),
      textColumn('from', text('filters.from'), (value) => day(String(value))),
      textColumn('to', text('filters.to'), (value) => day(String(value))),
      numberColumn('days', text('request.days'), number),
      textColumn('status', text('request.status')),
      textColumn('submittedAt', text('request.submitted'), when),
      textColumn('decidedAt', text('request.decided'), when),
    ],
    rows: rows.map((row) => ({
      person: personOf(row),
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
};

/** The requests behind the figures. */
const Requests = () => {
  const { filters } = useFilters();
  const { query, route, path } = useLocation();
  const status = query.status ?? '';
  const period = periodFor(filters, today.value);
  const ask = new URLSearchParams({ from: period.from, to: period.to, limit: '100' });
  for (const department of filters.departments) ask.append('department', department);
  for (const leaveType of filters.leaveTypes) ask.append('leaveType', leaveType);
  if (status !== '') ask.set('status', status);
  const list = useRows<RequestRow>(`/api/requests?${ask}`, 'requests');
  const { text, word } = speech.value;
  const voice = speech.value;
  const table = useMemo(() => tableOf(list.rows ?? []), [list.rows?.length, list.rows?.[0], voice]);
  return (
    <RowsPage
      title={text('page.requests')}
      answer="requests.answer"
      list={list}
      table={table}
      narrow={{
        label: text('request.status'),
        all: text('requests.status.all'),
        value: status,
        options: statuses.map((value) => [value, word('status', value)]),
        change: (value) => route(path + writeFilters(filters, value === '' ? '' : `?status=${value}`)),
      }}
    />
  );
};

export default Requests;
