import { join } from 'node:path';
import type { Ports } from './addresses.ts';
import { passwordsIn, type UserName, urlOf } from './clickhouse/users.ts';
import { httpReady } from './httpReady.ts';
import { startKafka } from './kafka.ts';
import { foundPart, type LocalPart } from './part.ts';
import { listens } from './ports.ts';
import { programService } from './program.ts';
import { startRabbitmq } from './rabbitmq.ts';
import { placeOf, requireBroker } from './rabbitmqAnswer.ts';
import type { Service } from './supervisor.ts';

/** How a part comes to be: given by a variable of the environment, or started here. */
export interface ServerChoice {
  readonly ports: Ports;
  /** Servers that the user named; none for a line of its own. */
  readonly given: Readonly<Record<string, string | undefined>>;
  /** Whether a RabbitMQ node is started even when a broker already listens. */
  readonly privateRabbitmq: boolean;
}

export function kafkaService({ ports, given }: ServerChoice): Service {
  const brokers = given.KAFKA_BROKERS;
  if (brokers) return found('kafka', () => foundKafka(brokers));
  return { name: 'kafka', start: (context) => startKafka({ ...context, port: ports.kafka }) };
}

export function rabbitmqService({ ports, given, privateRabbitmq }: ServerChoice): Service {
  const url = given.AMQP_URL;
  if (url) return found('rabbitmq', () => foundRabbitmq(url));
  const options = { port: ports.rabbitmq, private: privateRabbitmq };
  return { name: 'rabbitmq', start: (context) => startRabbitmq({ ...context, ...options }) };
}

export function clickhouseService({ ports, given }: ServerChoice): Service {
  const url = given.CLICKHOUSE_URL;
  if (url) return found('clickhouse', () => foundHttp('clickhouse', 'CLICKHOUSE_URL', url, '/ping'));
  const address = `http://localhost:${ports.clickhouse}`;
  return {
    name: 'clickhouse',
    start: (context) => {
      const dataDir = join(context.dataDir, 'clickhouse');
      const urlFor = (user: UserName) => urlOf(user, passwordsIn(dataDir), ports.clickhouse);
      return programService({
        name: 'clickhouse',
        file: 'local/clickhouse/main.ts',
        env: { CLICKHOUSE_DATA: dataDir, UV_THREADPOOL_SIZE: '16' },
        port: ports.clickhouse,
        portRemedy: 'set CLICKHOUSE_URL to a running ClickHouse, or CLICKHOUSE_PORT to a free port.',
        address,
        gives: { CLICKHOUSE_URL: urlFor('sinks'), CLICKHOUSE_API_URL: urlFor('api') },
        ready: () => httpReady(`http://127.0.0.1:${ports.clickhouse}/ping`, 'opening its tables'),
      }).start(context);
    },
  };
}

export function registryService({ ports, given }: ServerChoice): Service {
  const url = given.SCHEMA_REGISTRY_URL;
  if (url) return found('registry', () => foundHttp('registry', 'SCHEMA_REGISTRY_URL', url, '/'));
  const address = `http://localhost:${ports.registry}`;
  return programService({
    name: 'registry',
    file: 'local/registry/main.ts',
    port: ports.registry,
    portRemedy: 'set SCHEMA_REGISTRY_URL to a running schema registry, or REGISTRY_PORT to a free port.',
    address,
    gives: { SCHEMA_REGISTRY_URL: address },
    ready: () => httpReady(`http://127.0.0.1:${ports.registry}/`, 'reading its schemas from Kafka'),
  });
}

const found = (name: string, start: () => Promise<LocalPart>): Service => ({ name, start });

async function foundKafka(brokers: string): Promise<LocalPart> {
  const answers = await Promise.all(brokers.split(',').map(answersAt));
  if (!answers.includes(true)) throw new Error(unanswered('KAFKA_BROKERS', brokers, 'Kafka'));
  return foundPart('kafka', brokers, { KAFKA_BROKERS: brokers });
}

function answersAt(broker: string): Promise<boolean> {
  const [, host, port] = /^\s*\[?(.*?)\]?:(\d+)\s*$/.exec(broker) ?? [];
  return listens(Number(port ?? 9092), host ?? broker.trim());
}

async function foundRabbitmq(url: string): Promise<LocalPart> {
  await requireBroker(url, 'unset AMQP_URL to have one found or started on this machine.');
  return foundPart('rabbitmq', placeOf(url), { AMQP_URL: url });
}

async function foundHttp(name: string, variable: string, url: string, path: string): Promise<LocalPart> {
  const { host, origin, username, password } = new URL(url);
  const address = `${origin}${path}`;
  const authorization = `Basic ${btoa(`${decodeURIComponent(username)}:${decodeURIComponent(password)}`)}`;
  const answer = await fetch(address, username ? { headers: { authorization } } : {}).catch(() => null);
  if (!answer?.ok) throw new Error(unanswered(variable, host, name));
  return foundPart(name, origin, { [variable]: url });
}

/** That a server which the user named does not answer, and the remedy. */
export const unanswered = (variable: string, place: string, name: string): string =>
  `${variable} names ${place}, and no ${name} answers there. Start or correct it, or unset ${variable} to have one started here.`;
