import { useMemo } from 'preact/hooks';
import { useLocation } from 'preact-iso';
import type { EventRow } from '#api/answers.ts';
import { addressOf } from '../../data/address.ts';
import { instantOf } from '../../data/answer.ts';
import { useRows } from '../../data/useRows.ts';
import { type TableView, textColumn } from '../../kit/table.ts';
import { speech, today } from '../../language/appearance.ts';
import { periodFor, writeFilters } from '../../panels/filters/address.ts';
import { useFilters } from '../../panels/filters/useFilters.ts';
import { usedBut } from '../../panels/panel.ts';
import { isLateLogin } from './lateLogins.ts';
import { RowsPage } from './RowsPage.tsx';

/** Kinds of events worth narrowing by; the API takes any. */
const types = [
  'user.registered',
  'user.department_changed',
  'vacation.request.submitted',
  'vacation.request.approved',
  'vacation.request.rejected',
  'vacation.request.modified',
  'vacation.request.cancelled',
  'absence.sick.reported',
  'auth.login.succeeded',
  'auth.login.failed',
  'auth.account.locked',
  'notification.sent',
];

const known = new Set(['eventId', 'employeeId', 'occurredAt']);

const nameOf = (type: string): string => speech.value.word('audit.type', type);

/** The fields of an event that have no column of their own, as text. */
const details = ({ payload }: EventRow): string =>
  Object.entries(payload)
    .filter(([name, value]) => !known.has(name) && value !== null && value !== '' && value !== false)
    .map(([name, value]) => `${name}: ${typeof value === 'object' ? JSON.stringify(value) : String(value)}`)
    .join(' · ');

function tableOf(rows: readonly EventRow[]): TableView {
  const { text, moment } = speech.value;
  return {
    csv: null,
    columns: [
      textColumn('occurredAt', text('events.occurred'), (value) => moment(Number(value))),
      textColumn('type', text('type')),
      textColumn('employeeId', text('employeeId')),
      textColumn('details', text('events.details')),
    ],
    rows: rows.map((row) => ({
      occurredAt: instantOf(row.occurredAt),
      type: nameOf(row.type),
      employeeId: row.employeeId,
      details: details(row),
    })),
  };
}

/** The raw events, newest first. */
export default function Events() {
  const { filters } = useFilters();
  const { query, route, path: here } = useLocation();
  const type = query.type ?? '';
  const period = periodFor(filters, today.value);
  const path = addressOf('/api/events', { ...period, limit: 100, type });
  const list = useRows<EventRow>(path, { live: ['events'], cursor: 'cursor' });
  const { text } = speech.value;
  const voice = speech.value;
  const choices = [...new Set(type === '' ? types : [...types, type])];
  const table = useMemo(() => tableOf(list.data ?? []), [list.data, voice]);
  return (
    <RowsPage
      title={text('page.events')}
      list={list}
      table={table}
      note={list.data?.some(isLateLogin) ? text('events.late') : null}
      ignored={usedBut(filters, [])}
      narrow={[
        {
          label: text('type'),
          value: type,
          options: [['', text('events.types.all')], ...choices.map((value) => [value, nameOf(value)] as const)],
          change: (value) => route(here + writeFilters(filters, value === '' ? '' : `?type=${value}`)),
        },
      ]}
    />
  );
}
