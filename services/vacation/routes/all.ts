import type { Route } from '../../common/http/route.ts';
import { introducing } from '../acquaintance.ts';
import type { VacationWorld } from '../act.ts';
import { type LookUp, nobodyToAsk } from '../userService.ts';
import { approvalRoutes } from './approvals.ts';
import { balanceRoutes } from './balances.ts';
import { requestRoutes } from './requests.ts';
import { settingsRoutes } from './settings.ts';
import { sickNoteRoutes } from './sickNotes.ts';

/** Everything that the service answers. */
export const vacationRoutes = (world: VacationWorld, lookUp: LookUp = nobodyToAsk): Route[] =>
  [
    ...requestRoutes(world, lookUp),
    ...approvalRoutes(world),
    ...balanceRoutes(world),
    ...sickNoteRoutes(world),
    ...settingsRoutes(world),
  ].map(introducing(world, lookUp));
