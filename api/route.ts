import { type Route as RouteOf, reply, routesOf } from '#lib/http/routes.ts';
import type { Person, Role } from '#schemas/access/people.ts';
import { type CsvTable, csvText } from './csv.ts';
import { rowRoles } from './scope.ts';

export type Route = RouteOf<Person>;

const routes = routesOf<Person, Role>();
export const signedIn = routes('/api', 'signed-in');
export const forRows = routes('/api', rowRoles);
export const forAdmins = routes('/api', ['admin']);
export const forOffice = routes('/api', ['admin', 'hr']);

/** A table as a file `<name>.csv`. */
export const csvReply = (name: string, table: CsvTable) =>
  reply({
    type: 'text/csv; charset=utf-8',
    headers: { 'content-disposition': `attachment; filename="${name}.csv"` },
    body: csvText(table),
  });
