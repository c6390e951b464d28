import { randomBytes } from 'node:crypto';

export interface BrokerPorts {
  readonly broker: number;
  readonly controller: number;
  /** Where clients are told to come. */
  readonly advertised: number;
}

const megabyte = 1024 * 1024;

/** The settings of the one-node broker, each of which differs from Kafka's default for a reason. */
export const brokerProperties = (ports: BrokerPorts, logDir: string): Record<string, string | number | boolean> => ({
  // One process is broker and controller, on the loopback.
  'process.roles': 'broker,controller',
  'node.id': 1,
  'controller.quorum.voters': `1@127.0.0.1:${ports.controller}`,
  listeners: `PLAINTEXT://127.0.0.1:${ports.broker},CONTROLLER://127.0.0.1:${ports.controller}`,
  'advertised.listeners': `PLAINTEXT://127.0.0.1:${ports.advertised}`,
  'controller.listener.names': 'CONTROLLER',
  'inter.broker.listener.name': 'PLAINTEXT',
  'log.dirs': logDir,
  // Topics come from their definitions only, and each names its own retention; none expires by default.
  'auto.create.topics.enable': false,
  'log.retention.ms': -1,
  'offsets.retention.minutes': 10 * 365 * 24 * 60,
  // One node can hold one replica.
  'offsets.topic.replication.factor': 1,
  'offsets.topic.num.partitions': 4,
  'transaction.state.log.replication.factor': 1,
  'transaction.state.log.min.isr': 1,
  'transaction.state.log.num.partitions': 4,
  'transaction.max.timeout.ms': 15 * 60 * 1000,
  // hr.dead-letters takes 20 MiB a message, and its headers.
  'message.max.bytes': 21 * megabyte,
  // A group starts at once, and a broker that was killed is back after 2 s instead of 9.
  'group.initial.rebalance.delay.ms': 0,
  'broker.session.timeout.ms': 2_000,
  'broker.heartbeat.interval.ms': 500,
  // Small buffers: the defaults take 128 MB for compaction and 20 MB of (sparse) index per partition.
  'log.cleaner.dedupe.buffer.size': 8 * megabyte,
  'log.index.size.max.bytes': megabyte,
  'num.network.threads': 2,
  'num.io.threads': 4,
  'background.threads': 2,
});

/** As Kafka reads a properties file. */
export const propertiesText = (properties: Record<string, string | number | boolean>): string =>
  Object.entries(properties)
    .map(([name, value]) => `${name}=${value}\n`)
    .join('');

/** 16 random bytes, base64url without padding, and no leading dash: it is an argument of a command. */
export const newClusterId = (): string => randomBytes(16).toString('base64url').replace(/^-/, 'A');

/** Warnings, and the lines that say when the server has started and stopped. */
export const log4j2 = `Configuration:
  Appenders:
    Console:
      name: STDOUT
      PatternLayout:
        pattern: "%d{ISO8601} %p %m (%c{1})%n"
  Loggers:
    Root:
      level: WARN
      AppenderRef:
        - ref: STDOUT
    Logger:
      - name: kafka.server.KafkaRaftServer
        level: INFO
`;
