import { type Route as RouteOf, reply, routeOf } from '#lib/http/routes.ts';
import type { Person, Role } from '#schemas/access/people.ts';
import { type CsvTable, csvText } from './csv.ts';

export type Route = RouteOf<Person>;

/** Defines a route of the API. */
export const route = routeOf<Person, Role>();

/** A table as a file `<name>.csv`. */
export const csvReply = (name: string, table: CsvTable) =>
  reply({
    type: 'text/csv; charset=utf-8',
    headers: { 'content-disposition': `attachment; filename="${name}.csv"` },
    body: csvText(table),
  });
