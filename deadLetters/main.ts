import { ConfigError, readConfig, settings } from '#lib/config.ts';
import { createKafka } from '#lib/kafka/client.ts';
import { silentLog } from '#lib/log.ts';
import { commandOf } from './command.ts';
import { runCommand } from './run.ts';

/** `npm run dead-letters`. Exit code 0 when done, 1 when something could not be, 2 for what cannot be understood. */
try {
  const command = commandOf(process.argv.slice(2), Date.now());
  const { AMQP_URL, KAFKA_BROKERS } = readConfig({
    AMQP_URL: settings.AMQP_URL,
    KAFKA_BROKERS: settings.KAFKA_BROKERS,
  });
  const desk = {
    kafka: createKafka({ brokers: KAFKA_BROKERS, clientId: 'leaveline-dead-letters', log: silentLog }),
    amqpUrl: AMQP_URL,
    prefix: process.env.LEAVELINE_PREFIX ?? '',
    log: silentLog,
  };
  const out = { write: (text: string) => void process.stdout.write(text), columns: process.stdout.columns };
  process.exitCode = await runCommand(command, desk, out);
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = error instanceof ConfigError ? 2 : 1;
}
