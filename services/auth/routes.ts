import type { Route } from '../common/http/route.ts';
import type { AuthWorld } from './act.ts';
import { accountRoutes } from './routes/account.ts';
import { accountsRoutes } from './routes/accounts.ts';
import { serviceTokenRoute } from './routes/serviceTokens.ts';
import { signRoutes } from './routes/sign.ts';

/** Everything that auth answers. */
export const authRoutes = (world: AuthWorld): Route[] => [
  ...signRoutes(world),
  ...accountRoutes(world),
  ...accountsRoutes(world),
  serviceTokenRoute(world),
];
