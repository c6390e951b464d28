import { personTypes } from '#domain/person.ts';
import { settings } from '#lib/config.ts';
import { lockGuard } from '../common/database/guard.ts';
import type { ServiceDefinition, World } from '../common/service.ts';
import type { UserWorld } from './act.ts';
import { takeOver } from './fromElsewhere.ts';
import { type Imports, imports } from './import/imports.ts';
import { migrations } from './migrations.ts';
import { changes } from './routes/changes.ts';
import { departmentRoutes } from './routes/departments.ts';
import { employmentRoute } from './routes/employment.ts';
import { importRoutes } from './routes/imports.ts';
import { lookups } from './routes/lookups.ts';
import type { UserTables } from './tables.ts';

const own = { COMPANY_TIME_ZONE: settings.COMPANY_TIME_ZONE };

/** Everything that the user service answers. */
export const userRoutes = (world: UserWorld, files: Imports) => [
  ...lookups(world),
  employmentRoute(world),
  ...changes(world),
  ...departmentRoutes(world),
  ...importRoutes(files),
];

export const userService: ServiceDefinition<UserTables, typeof own> = {
  name: 'user',
  port: 8102,
  migrations,
  settings: own,
  async build(world: World<UserTables, typeof own>) {
    const { database, clock, source, log, config } = world;
    const users: UserWorld = { database, clock, source, zone: config.COMPANY_TIME_ZONE };
    const files = imports(users, log);
    await files.recover();
    return {
      routes: userRoutes(users, files),
      subscription: {
        patterns: personTypes,
        handle: async ({ event }, trx) => {
          await lockGuard(database, trx);
          await takeOver(trx, event, users.zone);
        },
      },
      parts: [{ ready: () => null, stop: () => files.stop() }],
    };
  },
};
