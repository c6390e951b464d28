import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { type LeaveRules, ukrainianRules } from '#domain/leaveRules.ts';
import { ConfigError, serviceUrl, settings } from '#lib/config.ts';
import type { ServiceDefinition } from '../common/service.ts';
import type { VacationWorld } from './act.ts';
import { clockwork } from './clockwork.ts';
import { heardPatterns, hearOfPerson } from './hearing.ts';
import { migrations } from './migrations.ts';
import { vacationRoutes } from './routes/all.ts';
import { rulesShape } from './rulesShape.ts';
import type { VacationTables } from './tables.ts';
import { userLookUp } from './userService.ts';

export const vacationSettings = {
  COMPANY_TIME_ZONE: settings.COMPANY_TIME_ZONE,
  USER_URL: serviceUrl('user', 8102),
  LEAVE_RULES: z.string().optional().describe('A JSON file with the rules about leave; unset: those of Ukraine.'),
} as const;

/** The vacation service: requests, decisions, balances, sick notes. */
export const vacationService: ServiceDefinition<VacationTables, typeof vacationSettings> = {
  name: 'vacation',
  port: 8103,
  migrations,
  settings: vacationSettings,
  build({ database, clock, source, log, config }) {
    const world: VacationWorld = {
      database,
      clock,
      source,
      zone: config.COMPANY_TIME_ZONE,
      standard: standardRules(config.LEAVE_RULES),
    };
    return {
      routes: vacationRoutes(world, userLookUp({ url: config.USER_URL, clock, log })),
      subscription: {
        patterns: heardPatterns,
        handle: (received, trx) => hearOfPerson(world, received, trx),
      },
      parts: [clockwork(world, log)],
    };
  },
};

/** The rules that hold until hr writes others. */
export function standardRules(file: string | undefined): LeaveRules {
  if (file === undefined) return ukrainianRules;
  try {
    return rulesShape.parse(JSON.parse(readFileSync(file, 'utf8')));
  } catch (error) {
    throw new ConfigError(`LEAVE_RULES = ${JSON.stringify(file)}: ${String(error)}`);
  }
}
