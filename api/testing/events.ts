import { formatMillionths } from '#lib/millionths.ts';
import { eventType } from '#schemas/catalogue.ts';
import absenceDays from '#schemas/derived/absence-days.ts';
import employees from '#schemas/derived/employees.ts';
import requests from '#schemas/derived/vacation-requests.ts';
import type { AnyEvent } from '#schemas/event.ts';
import type { Field, Fields } from '#schemas/fields.ts';
import { statistics } from '#statistics/catalogue.ts';
import { payloadOf } from '#tables/payload.ts';
import { columnName, statisticTable } from '#tables/tables.ts';
import type { Line } from '#test/pipeline/lineUnderTest.ts';
import type { Fixture } from './fixture.ts';

type Row = Readonly<Record<string, unknown>>;

/** The row of `events` that the sinks make of an event; `offset` is its place in the only partition of its topic. */
export function eventRow(event: AnyEvent, offset: number): Row {
  const definition = eventType(event.type);
  if (!definition) throw new Error(`no event type ${event.type}`);
  const { type, ...value } = event;
  const at = instantText(event.occurredAt);
  return {
    event_id: event.eventId,
    mark: event.mark ?? '',
    type,
    occurred_at: at,
    received_at: at,
    employee_id: event.employeeId,
    source: event.source ?? '/test',
    payload: payloadOf({ name: definition.name, value }),
    topic: definition.topic,
    partition: 0,
    offset,
    _version: String(offset),
  };
}

/** Fills every table but `events` with the rows that a line has published. */
export async function fillTables(fixture: Fixture, line: Line): Promise<void> {
  for (const { name, row } of statistics)
    await fixture.insert(statisticTable(name), tableRows(row.fields, line.statistic(name)));
  await fixture.insert('requests', tableRows(requests.fields, line.enriched('hr.vacation-requests')));
  await fixture.insert('absence_days', tableRows(absenceDays.fields, line.enriched('hr.absence-days')));
  await fixture.insert('employees', tableRows(employees.fields, line.enriched('hr.employees')));
}

const tableRows = (fields: Fields, rows: readonly Row[]): Row[] =>
  rows.map((row) =>
    Object.fromEntries(Object.entries(fields).map(([name, field]) => [columnName(name), stored(field, row[name])])),
  );

function stored({ kind, item }: Field<unknown>, value: unknown): unknown {
  if (value === null || value === undefined) return null;
  if (Array.isArray(value)) return value.map((element) => storedKind(item, element));
  return storedKind(kind, value);
}

function storedKind(kind: Field<unknown>['item'], value: unknown): unknown {
  if (kind === 'days') return formatMillionths(Number(value));
  return kind === 'instant' ? instantText(Number(value)) : value;
}

const instantText = (at: number): string => new Date(at).toISOString().replace('Z', '');
