import { registryIds } from '#lib/avro/registry.ts';
import { Serde } from '#lib/avro/serde.ts';
import { systemClock } from '#lib/clock.ts';
import { port, readConfig, serviceUrl, settings } from '#lib/config.ts';
import { onlyOurs } from '#lib/http/foreign.ts';
import { listen } from '#lib/http/serve.ts';
import { createKafka } from '#lib/kafka/client.ts';
import type { Log } from '#lib/log.ts';
import type { Part } from '#lib/role.ts';
import { type Verify, verifier } from '#schemas/access/tokens.ts';
import employees from '#schemas/derived/employees.ts';
import vacationRequests from '#schemas/derived/vacation-requests.ts';
import { openDatabase } from '../common/database/database.ts';
import { migrate } from '../common/database/migrations.ts';
import { httpOf } from '../common/http/app.ts';
import { revokeFeedsOfLeavers } from './feeds.ts';
import { type Followed, follow } from './follow.ts';
import { type Employee, Leavers } from './leavers.ts';
import { type Leave, Requests } from './requests.ts';
import { calendarRoutes } from './routes.ts';
import { type CalendarTables, migrations } from './tables.ts';

const shape = {
  KAFKA_BROKERS: settings.KAFKA_BROKERS,
  SCHEMA_REGISTRY_URL: settings.SCHEMA_REGISTRY_URL,
  DATABASE_URL: settings.DATABASE_URL,
  LEAVELINE_DATA: settings.LEAVELINE_DATA,
  AUTH_URL: serviceUrl('auth', 8101),
  CALENDAR_PORT: port(8106),
} as const;

export interface Calendar extends Part {
  readonly port: number;
}

/** What the calendar knows of leave, and of people alone whether they have left. */
const topicsOf = (requests: Requests, leavers: Leavers): Followed[] => [
  { topic: vacationRequests.topic, take: (id, value) => requests.set(id, value as Leave | null) },
  { topic: employees.topic, take: (id, value) => leavers.set(id, value as Employee | null) },
];

/**
 * The example of a service on Kafka: it knows leave from `hr.vacation-requests`, who has left from `hr.employees`, and
 * needs neither RabbitMQ nor another service but for the keys of access tokens. Tests give `env` and `verify`.
 */
export async function startCalendar(
  log: Log,
  env: Readonly<Record<string, string | undefined>> = process.env,
  verify?: Verify,
): Promise<Calendar> {
  const config = readConfig(shape, env);
  const stack = new AsyncDisposableStack();
  try {
    const database = await openDatabase<CalendarTables>('calendar', config, log);
    stack.defer(() => database.close());
    await migrate(database, migrations);
    const [requests, leavers] = [new Requests(), new Leavers()];
    const kafka = createKafka({ brokers: config.KAFKA_BROKERS, clientId: 'leaveline-calendar', log });
    const serde = new Serde(registryIds(config.SCHEMA_REGISTRY_URL));
    const settled = () => revokeFeedsOfLeavers({ database, leavers });
    const following = follow({ kafka, serde, topics: topicsOf(requests, leavers), settled, log });
    stack.defer(() => following.stop());
    const ready = following.ready;
    const routes = calendarRoutes({ database, clock: systemClock, requests, leavers, ready });
    const http = { name: 'calendar', version: '1', routes, log, ready, verify: verify ?? verifier(config.AUTH_URL) };
    const server = await listen(config.CALENDAR_PORT, onlyOurs(httpOf(http).callback()), 'CALENDAR_PORT');
    stack.defer(() => server.stop());
    const failed = following.failed ? { failed: following.failed } : {};
    return { port: server.port, ready, stop: () => stack.disposeAsync(), ...failed };
  } catch (error) {
    await stack.disposeAsync();
    throw error;
  }
}
