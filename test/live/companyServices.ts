import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type ConsumeMessage, connect } from 'amqplib';
import { silentLog } from '#lib/log.ts';
import { httpReady } from '#local/httpReady.ts';
import { freePort } from '#local/ports.ts';
import { programService } from '#local/program.ts';
import { startRabbitmq } from '#local/rabbitmq.ts';
import { newRun } from '#local/run.ts';
import { silentScreen } from '#local/screen.ts';
import type { Service, Supervised } from '#local/supervisor.ts';
import { hrQueue } from '#schemas/exchange.ts';
import { type Database, openDatabase } from '../../services/common/database/database.ts';
import { type MailServer, mailServer } from '../../services/common/testing/mailServer.ts';
import { mariadbService } from './mariadb.ts';

export const serviceNames = ['auth', 'user', 'vacation', 'notification', 'audit'] as const;
export type ServiceName = (typeof serviceNames)[number];

/**
 * The five services as processes, on a RabbitMQ node and a MariaDB server of their own, with a mail server in this
 * process.
 */
export interface CompanyServices {
  readonly mail: MailServer;
  /** Where a service answers. */
  url(name: ServiceName): string;
  /** The database of a service, open beside it. */
  database<DB>(name: ServiceName): Promise<Database<DB>>;
  /** Folder of keys and local data. */
  readonly dataDir: string;
  /** SIGKILL; resolves when it is gone and about to be started again. */
  kill(name: ServiceName | 'rabbitmq' | 'mariadb'): Promise<void>;
  /** Resolves when it serves (again). */
  serving(name: ServiceName | 'rabbitmq' | 'mariadb'): Promise<void>;
  /** Ids of all that has been published, in order, copies included: what ingress would find. Takes them. */
  published(): Promise<string[]>;
  stop(): Promise<void>;
}

type Ports = Readonly<Record<ServiceName, number>>;

const addressOf = (port: number): string => `http://127.0.0.1:${port}`;

/** Starts them; resolves when all are ready. */
export async function companyServices(): Promise<CompanyServices> {
  const dataDir = mkdtempSync(join(tmpdir(), 'leaveline-services-'));
  const [mail, mariadb, ports] = await Promise.all([mailServer(), mariadbService(), freePorts()]);
  const settings = { LEAVELINE_DATA: dataDir, DATABASE_URL: `${mariadb.url}/chaos` };
  const env = { ...process.env, ...settings, ...environment(ports), SMTP_URL: `smtp://127.0.0.1:${mail.port}` };
  const run = newRun({ dataDir, env, screen: silentScreen });
  const open: { close(): Promise<void> }[] = [];
  async function stop() {
    await Promise.all(open.map((database) => database.close()));
    await run.stop();
    await mail.stop();
    rmSync(dataDir, { recursive: true, force: true });
  }
  try {
    await run.start([await privateRabbitmq(), mariadb]);
    await run.start(serviceNames.map((name) => serviceProcess(name, ports[name])));
  } catch (error) {
    await stop();
    throw error;
  }
  run.started();
  const named = (name: string): Supervised => run.groups.flat().find((one) => one.name === name) as Supervised;
  return {
    mail,
    dataDir,
    stop,
    url: (name) => addressOf(ports[name]),
    database: async <DB>(name: ServiceName) => {
      const database = await openDatabase<DB>(name, settings, silentLog);
      open.push(database);
      return database;
    },
    kill: (name) => named(name).kill(),
    serving: (name) => named(name).serving(),
    published: () => drain(run.env.AMQP_URL ?? ''),
  };
}

const freePorts = async (): Promise<Ports> =>
  Object.fromEntries(await Promise.all(serviceNames.map(async (name) => [name, await freePort()]))) as Ports;

/**
 * Where the services answer and find each other; a mail whose sender was killed is sent again when its lease is over.
 */
const environment = (ports: Ports): Record<string, string> => ({
  ...Object.fromEntries(serviceNames.map((name) => [`${name.toUpperCase()}_PORT`, String(ports[name])])),
  ...Object.fromEntries(serviceNames.map((name) => [`${name.toUpperCase()}_URL`, addressOf(ports[name])])),
  NOTIFICATION_LEASE_SECONDS: '5',
});

async function privateRabbitmq(): Promise<Service> {
  const port = await freePort();
  return { name: 'rabbitmq', start: (context) => startRabbitmq({ ...context, port, private: true }) };
}

const serviceProcess = (name: ServiceName, port: number): Service =>
  programService({
    name,
    port,
    file: `services/${name}/main.ts`,
    address: addressOf(port),
    ready: () => httpReady(`${addressOf(port)}/readyz`),
  });

/** Event ids in the queue of the line, on which nothing consumes here, until it is empty. */
async function drain(url: string): Promise<string[]> {
  const connection = await connect(url);
  const channel = await connection.createChannel();
  const { messageCount } = await channel.checkQueue(hrQueue());
  const ids: string[] = [];
  if (messageCount > 0)
    await new Promise<void>((resolve) => {
      function take(message: ConsumeMessage | null) {
        ids.push(String(message?.properties.messageId));
        if (ids.length === messageCount) resolve();
      }
      void channel.consume(hrQueue(), take, { noAck: true });
    });
  await connection.close();
  return ids;
}
