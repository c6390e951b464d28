import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { systemClock } from '#lib/clock.ts';
import { trustedProxies } from '#lib/http/clientAddress.ts';
import { ourNames } from '#lib/http/ourNames.ts';
import { listen } from '#lib/http/serve.ts';
import { createKafka } from '#lib/kafka/client.ts';
import type { Log } from '#lib/log.ts';
import { type Part, watching } from '#lib/role.ts';
import { verifier } from '#schemas/access/tokens.ts';
import type { CompanySettings } from '#statistics/entities/settings.ts';
import { application } from './app.ts';
import { database } from './clickhouse.ts';
import { LettersFollower } from './deadLetters/follower.ts';
import type { ServiceUrls } from './gateway/targets.ts';
import { KafkaFollower } from './kafka.ts';
import { Live } from './live.ts';
import { TotalsCache } from './people/totalsCache.ts';
import { routesOf } from './routes.ts';
import { site } from './static.ts';
import type { World } from './world.ts';

export interface ApiSettings {
  readonly port: number;
  readonly clickhouseUrl: string;
  readonly brokers: readonly string[];
  readonly amqpUrl: string;
  /** Of the names that are ours in RabbitMQ; default none. */
  readonly prefix?: string;
  /** The line's own rules; its `zone` tells the day of an instant. */
  readonly company: CompanySettings;
  /** Where the services answer; auth's keys verify the tokens. */
  readonly services: ServiceUrls;
  /** Names beside this machine's own under which we are asked; default none. */
  readonly names?: readonly string[];
  /** Proxies before us, as addresses and networks with commas; default none. */
  readonly trustedProxies?: string;
  /** The built page; default web/dist. */
  readonly page?: string;
}

export interface Api extends Part {
  readonly port: number;
}

const builtPage = fileURLToPath(new URL('../web/dist', import.meta.url));
const { version } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8'));
const lookMs = 1_000;

/** Starts to answer at once; it is ready when ClickHouse answers. */
export async function startApi(settings: ApiSettings, log: Log): Promise<Api> {
  const tables = database(settings.clickhouseUrl);
  const { zone } = settings.company;
  const live = new Live({ version, timeZone: zone });
  const kafka = createKafka({ brokers: settings.brokers, clientId: 'leaveline-api', log });
  const follower = new KafkaFollower({ kafka, clock: systemClock, log, listener: live });
  const letters = new LettersFollower({ kafka, amqpUrl: settings.amqpUrl, prefix: settings.prefix ?? '', log });
  const watch = watching(() => tables.answers(), { neighbour: 'ClickHouse', everyMs: lookMs, isThere: false });
  const people = new TotalsCache(tables, settings.company);
  const world: World = { database: tables, clock: systemClock, zone, kafka: follower, letters, people };
  const app = application({
    routes: routesOf(world, live, version),
    site: site(settings.page ?? builtPage),
    gateway: { services: settings.services, trusted: trustedProxies(settings.trustedProxies ?? '') },
    verify: verifier(settings.services.auth),
    isOurName: ourNames(settings.names ?? []),
    log,
    ready: watch.ready,
  });
  const server = await listen(settings.port, app.callback(), 'API_PORT');
  log.info({ port: server.port }, 'listening');
  async function stop() {
    live.close();
    await Promise.all([watch.stop(), server.stop(), follower.stop(), letters.stop()]);
    await tables.close();
  }
  return { port: server.port, ready: watch.ready, stop };
}
