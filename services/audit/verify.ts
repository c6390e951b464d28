import { existsSync } from 'node:fs';
import { z } from 'zod';
import { ConfigError, readConfig } from '#lib/config.ts';
import { silentLog } from '#lib/log.ts';
import { openDatabase } from '../common/database/database.ts';
import { auditSettings } from './settings.ts';
import { exportFile, keyFile, publicKey } from './signing.ts';
import type { AuditTables } from './tables.ts';
import { type Verified, verifyAudit } from './verification.ts';

/**
 * `npm run audit:verify`: exit code 0 when everything is as it was written, 1 with what is not, 2 when it cannot look.
 */
const settings = {
  DATABASE_URL: z.string().optional().describe('The audit’s database, as the service has it.'),
  ...auditSettings,
};

async function run(): Promise<number> {
  const config = readConfig(settings);
  const key = config.AUDIT_PUBLIC_KEY ?? config.AUDIT_KEY ?? keyFile(config.LEAVELINE_DATA);
  if (!existsSync(key))
    throw new ConfigError(
      `No key at ${key}: set AUDIT_PUBLIC_KEY to the file with the key that signed the checkpoints.`,
    );
  const database = await openDatabase<AuditTables>('audit', config, silentLog);
  try {
    const file = config.AUDIT_CHECKPOINTS ?? exportFile(config.LEAVELINE_DATA);
    return tell(await verifyAudit({ database, key: publicKey(key), file }));
  } finally {
    await database.close();
  }
}

function tell({ findings, entries, checkpoints, unsigned }: Verified): number {
  for (const { where, what, remedy } of findings) process.stdout.write(`${where}: ${what}.\n    ${remedy}\n`);
  const read = `${entries} entries, ${checkpoints} signed checkpoints`;
  const rest =
    unsigned > 0
      ? ` The last ${unsigned} entries await the next hourly checkpoint: a cut among them cannot be told.`
      : '';
  process.stdout.write(
    findings.length === 0
      ? `Intact: ${read}.${rest}\n`
      : `Not intact: ${findings.length} findings in ${read}.${rest} Docs: docs/operations.md\n`,
  );
  return findings.length === 0 ? 0 : 1;
}

try {
  process.exitCode = await run();
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 2;
}
