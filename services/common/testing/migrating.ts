import { silentLog } from '#lib/log.ts';
import { openDatabase } from '../database/database.ts';
import { migrate } from '../database/migrations.ts';
import { accountMigrations } from './accounts.ts';

/** Migrates the accounts' database, as a process of its own; exit code 0 when that worked. */
const { env } = JSON.parse(process.argv[2] ?? '{}');

const database = await openDatabase('test', env, silentLog);
await migrate(database, [
  ...accountMigrations,
  { name: '0002_once', up: (db) => db.schema.createTable('once').addColumn('id', 'integer').execute() },
]);
await database.close();
