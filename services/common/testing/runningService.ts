import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { sql } from 'kysely';
import type { z } from 'zod';
import { silentLog } from '#lib/log.ts';
import { eventually } from '#lib/testing/eventually.ts';
import { testIssuer } from '#schemas/access/testing/tokens.ts';
import { jwksPath } from '#schemas/access/tokens.ts';
import { type Service, type ServiceDefinition, startService } from '../service.ts';
import { askAt, type TestApp } from './app.ts';
import { type TestBroker, testBroker } from './broker.ts';
import { type databases, testDatabase } from './databases.ts';

/**
 * A service as in production, but for its names: on RabbitMQ, a database, and the keys of an auth that publishes them
 * over HTTP.
 */
export interface RunningService<DB> {
  readonly broker: TestBroker;
  service(): Service<DB>;
  readonly ask: TestApp['ask'];
  /** Stops it, and starts it on what it has left. */
  restart(): Promise<void>;
  /** Stops it and removes every trace. */
  drop(): Promise<void>;
}

/** Serves the public keys of the issuer, as auth does. */
async function keyServer(jwks: object): Promise<Server> {
  const server = createServer(({ url }, response) => {
    response.statusCode = url === jwksPath ? 200 : 404;
    response.setHeader('content-type', 'application/json').end(JSON.stringify(jwks));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return server;
}

/** Starts it, and waits until it is ready. */
export async function runningService<DB, S extends z.ZodRawShape>(
  definition: ServiceDefinition<DB, S>,
  kind: (typeof databases)[number],
): Promise<RunningService<DB>> {
  const { name } = definition;
  const [broker, place, issuer] = await Promise.all([testBroker(), testDatabase(kind), testIssuer()]);
  const keys = await keyServer(issuer.jwks);
  const env = {
    ...place.env,
    AMQP_URL: broker.url,
    LEAVELINE_PREFIX: broker.prefix,
    [`${name.toUpperCase()}_PORT`]: '0',
    AUTH_URL: `http://127.0.0.1:${(keys.address() as AddressInfo).port}`,
  };
  const start = async () => {
    const started = await startService(definition, silentLog, env);
    await eventually(() => started.ready() === null);
    return started;
  };
  let service = await start();
  return {
    broker,
    service: () => service,
    ask: (...asked) => askAt(`http://127.0.0.1:${service.port}`, issuer)(...asked),
    restart: async () => {
      await service.stop();
      service = await start();
    },
    drop: async () => {
      await service.stop();
      keys.close();
      keys.closeAllConnections();
      await broker.stop(`${broker.prefix}leaveline.${name}`);
      if (kind === 'mysql') await sql`drop database ${sql.raw(service.database.place)}`.execute(place.db);
      await place.drop();
    },
  };
}
