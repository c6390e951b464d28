import { absencesRoute } from './absences.ts';
import { departmentsRoute } from './departments.ts';
import { employeesRoute } from './employees.ts';
import { eventsRoute } from './events.ts';
import { lineRoute } from './line.ts';
import { overviewRoute } from './overview.ts';
import { requestsRoute } from './requests.ts';
import type { Route } from './route.ts';
import { statisticRoutes } from './statistics/routes.ts';

/** Everything below /api that answers with JSON or CSV. */
export const routes: readonly Route[] = [
  ...statisticRoutes,
  overviewRoute,
  requestsRoute,
  absencesRoute,
  employeesRoute,
  departmentsRoute,
  eventsRoute,
  lineRoute,
];
