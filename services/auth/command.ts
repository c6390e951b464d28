import { parseArgs } from 'node:util';
import { readArguments } from '#lib/arguments.ts';
import { systemClock } from '#lib/clock.ts';
import { readConfig, settings } from '#lib/config.ts';
import { silentLog } from '#lib/log.ts';
import { type Database, openDatabase } from '../common/database/database.ts';
import { migrate } from '../common/database/migrations.ts';
import { rolesOf } from './accounts.ts';
import { migrations } from './migrations.ts';
import { resetByOperator } from './passwords.ts';
import { newPassword } from './seed.ts';
import type { AuthTables } from './tables.ts';

const help = `npm run accounts                      lists the accounts: login, roles
npm run accounts -- --reset <login>   gives an account a new password, shown once; its sessions end, a lock opens

DATABASE_URL and LEAVELINE_DATA say where the accounts are, as for the service.
`;

const say = (text: string): boolean => process.stdout.write(text);

async function run(reset: string | undefined): Promise<number> {
  const { DATABASE_URL, LEAVELINE_DATA } = settings;
  const config = readConfig({ DATABASE_URL, LEAVELINE_DATA });
  const database = await openDatabase<AuthTables>('auth', config, silentLog);
  try {
    await migrate(database, migrations);
    return reset === undefined ? await list(database) : await resetOne(database, reset);
  } finally {
    await database.close();
  }
}

async function list({ db }: Database<AuthTables>): Promise<number> {
  for (const account of await db.selectFrom('accounts').selectAll().orderBy('login').execute())
    say(`${account.login}  ${rolesOf(account).join(', ')}${account.blocked ? '  blocked' : ''}\n`);
  return 0;
}

async function resetOne(database: Database<AuthTables>, login: string): Promise<number> {
  const password = newPassword();
  if (await resetByOperator({ database, clock: systemClock, source: '/auth' }, login, password)) {
    say(`${login}  ${password}\n`);
    return 0;
  }
  process.stderr.write(`Nobody has the login ${login}. npm run accounts lists those that there are.\n`);
  return 1;
}

const { values } = readArguments(help, () =>
  parseArgs({ options: { reset: { type: 'string' }, help: { type: 'boolean', short: 'h' } } }),
);
process.exitCode = await run(values.reset);
