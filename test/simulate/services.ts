import { z } from 'zod';
import { systemClock } from '#lib/clock.ts';
import { settings } from '#lib/config.ts';
import type { Log } from '#lib/log.ts';
import { readSettings } from '#lib/role.ts';
import { type Database, openDatabase } from '#services/common/database/database.ts';
import type { Migration } from '#services/common/database/migration.ts';
import { migrate } from '#services/common/database/migrations.ts';
import type { VacationWorld } from '#services/vacation/act.ts';
import { migrations } from '#services/vacation/migrations.ts';
import { standardRules, vacationSettings } from '#services/vacation/service.ts';
import type { VacationTables } from '#services/vacation/tables.ts';

const config = readSettings('simulate', {
  ...vacationSettings,
  COMPANY_TIME_ZONE: settings.COMPANY_TIME_ZONE,
  DATABASE_URL: z.string().optional().describe('An address such as mysql://user:password@host:3306/leaveline.'),
  LEAVELINE_DATA: z.string().default('.leaveline').describe('A folder for local data.'),
});

export const zone = config.COMPANY_TIME_ZONE;

/** The database of a service, its tables up to date. */
export async function databaseOf<DB>(name: string, steps: readonly Migration[], log: Log): Promise<Database<DB>> {
  const database = await openDatabase<DB>(name, config, log);
  await migrate(database, steps);
  return database;
}

/** The vacation service's world, beside the service. */
export const vacationWorld = async (log: Log): Promise<VacationWorld> => ({
  database: await databaseOf<VacationTables>('vacation', migrations, log),
  clock: systemClock,
  source: '/vacation',
  zone,
  standard: standardRules(config.LEAVE_RULES),
});
