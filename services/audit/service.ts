import type { ServiceDefinition, World } from '../common/service.ts';
import { hourlyCheckpoints } from './checkpoints.ts';
import { migrations } from './migrations.ts';
import { auditRoutes } from './routes.ts';
import { auditSettings } from './settings.ts';
import { exportFile, keyFile, signingKey } from './signing.ts';
import { record } from './store.ts';
import type { AuditTables } from './tables.ts';

type Settings = typeof auditSettings;

export const auditService: ServiceDefinition<AuditTables, Settings> = {
  name: 'audit',
  port: 8105,
  migrations,
  settings: auditSettings,
  build({ database, config, clock, log, source }: World<AuditTables, Settings>) {
    const folder = config.LEAVELINE_DATA;
    const key = signingKey(config.AUDIT_KEY ?? keyFile(folder));
    const file = config.AUDIT_CHECKPOINTS ?? exportFile(folder);
    return {
      routes: auditRoutes({ database, clock, source }),
      subscription: {
        patterns: ['#'],
        handle: (received, trx) => record(trx, database.kind, clock, received),
      },
      parts: [hourlyCheckpoints({ database, key, file, clock, log })],
    };
  },
};
