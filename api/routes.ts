import { withDocument } from '#lib/http/openapi.ts';
import { absencesRoute } from './absences.ts';
import { deadLetterRoutes } from './deadLetters/routes.ts';
import { departmentsRoute } from './departments.ts';
import { employeesRoute } from './employees.ts';
import { eventsRoute } from './events.ts';
import { serviceNames } from './gateway/targets.ts';
import { lineRoute } from './line.ts';
import type { Live } from './live.ts';
import { liveRoute } from './liveRoute.ts';
import { overviewRoute } from './overview/route.ts';
import { requestsRoute } from './requests.ts';
import type { Route } from './route.ts';
import { statisticRoutes } from './statistics/routes.ts';
import type { World } from './world.ts';

/** Everything below /api that is answered here. */
export function routesOf(world: World, live: Live, version: string): readonly Route[] {
  const routes = [
    ...statisticRoutes(world),
    overviewRoute(world),
    requestsRoute(world),
    absencesRoute(world),
    employeesRoute(world),
    departmentsRoute(world),
    eventsRoute(world),
    lineRoute(world),
    ...deadLetterRoutes(world),
    liveRoute(live),
  ];
  return withDocument('/api/openapi.json', { title: 'Leaveline', version, description }, routes);
}

const description =
  'Leave and sign-ins of a company: statistics, the rows behind them, and what changes, each within the sight of who asks. ' +
  `The services behind the same address describe themselves: ${serviceNames.map((name) => `/api/${name}/openapi.json`).join(', ')}.`;
