import { ConfigError } from '#lib/config.ts';
import type { Kafka } from '#lib/kafka/client.ts';
import { createKafka, withAdmin } from '#lib/kafka/client.ts';
import type { Log } from '#lib/log.ts';
import { until } from '#lib/timing.ts';
import { listens } from '../ports.ts';
import { lockOnMachine } from './lock.ts';
import { Registry } from './registry.ts';
import { routesOf } from './routes.ts';
import { SchemasLog } from './schemasLog.ts';
import { serve } from './server.ts';
import { State } from './state.ts';
import { ensureSchemasTopic, schemasTopic } from './topic.ts';

export interface RegistryOptions {
  readonly brokers: readonly string[];
  /** 0 takes any free port. */
  readonly port: number;
  readonly log: Log;
  /** Ends the waiting for Kafka. */
  readonly signal?: AbortSignal;
}

export interface RunningRegistry {
  readonly url: string;
  readonly port: number;
  /** Rejects when it can no longer work and must be started anew. */
  readonly failed: Promise<never>;
  stop(): Promise<void>;
}

/**
 * Starts a schema registry on 127.0.0.1 that keeps its schemas in the topic `_schemas`; waits for Kafka as long as it
 * takes. ConfigError when another registry of this machine writes there, or the topic or the port cannot be used.
 *
 * 1. The lock, so that there is one writer. 2. The topic. 3. Read all of it. 4. Only then listen: an answer from half
 * of the topic could give an id away twice.
 */
export async function startRegistry(options: RegistryOptions): Promise<RunningRegistry> {
  const { brokers, log } = options;
  const kafka = createKafka({ brokers, clientId: 'leaveline-registry', log });
  const clusterId = await waitForKafka(kafka, options);
  const unlock = await lockWriter(clusterId);
  const state = new State();
  const schemas = new SchemasLog(kafka, state, log);
  try {
    await withAdmin(kafka, ensureSchemasTopic);
    await schemas.open();
    const server = await serve(routesOf(new Registry(state, schemas), clusterId), options.port, log);
    const url = `http://127.0.0.1:${server.port}`;
    log.info({ url, subjects: state.subjects('live').length }, 'the registry serves');
    async function stop() {
      server.close();
      server.closeIdleConnections();
      await schemas.close();
      server.closeAllConnections();
      await unlock();
    }
    return { url, port: server.port, failed: schemas.failed, stop };
  } catch (error) {
    await schemas.close();
    await unlock();
    throw error;
  }
}

/** Resolves with the cluster's id when it answers. */
async function waitForKafka(kafka: Kafka, { brokers, log, signal }: RegistryOptions): Promise<string> {
  const found: { id?: string } = {};
  async function look() {
    try {
      found.id = await clusterOf(kafka, brokers);
      return null;
    } catch (error) {
      return (error as Error).message;
    }
  }
  const progress = (reason: string) => log.warn({ brokers, reason }, `waiting for Kafka at ${brokers.join(', ')}`);
  await until(look, { what: 'Kafka', everyMs: 1_000, progress, signal });
  return found.id ?? '';
}

/** Looks for a listener first: the client's own retries would be silent for seconds. */
async function clusterOf(kafka: Kafka, brokers: readonly string[]): Promise<string> {
  const found = await Promise.all(brokers.map((broker) => listens(Number(broker.split(':').at(-1)), hostOf(broker))));
  if (!found.includes(true)) throw new Error('nothing listens there');
  return (await withAdmin(kafka, (admin) => admin.describeCluster())).clusterId;
}

const hostOf = (broker: string): string => broker.slice(0, broker.lastIndexOf(':')).replace(/^\[|\]$/g, '');

async function lockWriter(clusterId: string): Promise<() => Promise<void>> {
  try {
    return await lockOnMachine(`registry-${clusterId}`);
  } catch {
    throw new ConfigError(
      `Another schema registry of this machine writes to ${schemasTopic} of Kafka cluster ${clusterId}. Stop it, or set SCHEMA_REGISTRY_URL to its address.`,
    );
  }
}
