import { createPublisher, type Publisher } from '#lib/amqp/publisher.ts';
import { systemClock } from '#lib/clock.ts';
import { silentLog } from '#lib/log.ts';
import { hrExchange } from '#schemas/exchange.ts';
import { openDatabase } from '../database/database.ts';
import { relay } from '../messaging/relay.ts';
import { type Accounts, change } from './accounts.ts';

/**
 * A service that changes accounts and publishes it, and kills its own process, without a chance to clean up, the n-th
 * time that it has committed a change, is about to publish, or has a confirmation. Without `dieAt` it runs until `idle`
 * or until it is ended.
 */
const { env, url, prefix, accounts, changes, dieAt, after, lonely } = JSON.parse(process.argv[2] ?? '{}');

let left: number = after;
function step(name: string) {
  if (name === dieAt && --left <= 0) process.kill(process.pid, 'SIGKILL');
}

const watched = (inner: Publisher): Publisher => ({
  ...inner,
  publish: async (...message) => {
    step('publish');
    await inner.publish(...message);
    step('confirm');
  },
});

const database = await openDatabase<Accounts>('test', env, silentLog);
const publisher = watched(createPublisher({ url, log: silentLog }));
const part = relay({
  database,
  publisher,
  log: silentLog,
  clock: systemClock,
  exchange: hrExchange(prefix),
  appId: 'test',
  pollMs: 50,
});
process.stdout.write('started\n');

for (let count = 1; count <= changes; count++) {
  await change(database, accounts[count % accounts.length], count % 4 === 0 ? 'taken back' : 'kept').catch(
    () => undefined,
  );
  step('commit');
}

const waiting = async () =>
  (await database.db.selectFrom('outbox').select('seq').where('published_at', 'is', null).executeTakeFirst()) !==
  undefined;
while (!lonely || (await waiting())) await new Promise((resolve) => setTimeout(resolve, 20));
await part.stop();
await publisher.stop();
await database.close();
