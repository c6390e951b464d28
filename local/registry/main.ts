import { ConfigError, port, readConfig, settings } from '#lib/config.ts';
import { logger } from '#lib/log.ts';
import { startRegistry } from './start.ts';

/** The registry as a process of its own: SIGTERM or SIGINT end it; exit code 2 for settings that cannot be used. */
const log = logger('registry');
const stopping = new AbortController();
process.once('SIGTERM', () => stopping.abort());
process.once('SIGINT', () => stopping.abort());
const stopped = new Promise<void>((resolve) => stopping.signal.addEventListener('abort', () => resolve()));

try {
  const config = readConfig({ KAFKA_BROKERS: settings.KAFKA_BROKERS, REGISTRY_PORT: port(8081) });
  const options = { brokers: config.KAFKA_BROKERS, port: config.REGISTRY_PORT, log, signal: stopping.signal };
  const registry = await Promise.race([startRegistry(options), stopped]);
  await Promise.race([stopped, registry?.failed]);
  await registry?.stop();
  process.exit(0);
} catch (error) {
  if (stopping.signal.aborted) process.exit(0);
  const message = error instanceof Error ? error.message : String(error);
  log.fatal({ err: error instanceof ConfigError ? undefined : error }, message);
  process.stderr.write(`${message}\n`);
  process.exit(error instanceof ConfigError ? 2 : 1);
}
