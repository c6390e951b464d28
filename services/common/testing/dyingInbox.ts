import { silentLog } from '#lib/log.ts';
import { afterCommit, openDatabase } from '../database/database.ts';
import { subscribe } from '../messaging/inbox.ts';
import type { Accounts } from './accounts.ts';
import { count } from './counting.ts';

/**
 * A consumer that kills its own process at the n-th event: before its effect is committed, or after that and before its
 * acknowledgement.
 */
const { env, url, prefix, queue, dieAt, after } = JSON.parse(process.argv[2] ?? '{}');

let left: number = after;
const die = () => process.kill(process.pid, 'SIGKILL');

const database = await openDatabase<Accounts>('test', env, silentLog);
const handle: Parameters<typeof subscribe<Accounts>>[0]['handle'] = async (event, trx) => {
  await count(event, trx);
  if (--left > 0) return;
  if (dieAt === 'effect') die();
  if (dieAt === 'commit') afterCommit(trx, die);
};
subscribe({ database, url, log: silentLog, queue, prefix, patterns: ['user.#'], handle });
process.stdout.write('started\n');
