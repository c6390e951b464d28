import { existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Child, spawnChild, untilDone, untilServing } from './child.ts';
import { requireSpace } from './disk.ts';
import { findJava, type Java } from './java.ts';
import { classArchive, classPath, ensureKafkaJars } from './kafkaJars.ts';
import { type BrokerPorts, brokerProperties, log4j2, newClusterId, propertiesText } from './kafkaProperties.ts';
import type { LocalPart, StartContext } from './part.ts';
import { freePort, listens, requireFreePort } from './ports.ts';
import { stopOrphan } from './processes.ts';

export interface KafkaOptions extends StartContext {
  /** Where clients connect; default 9092. */
  readonly port?: number;
  /** The port of a proxy before it, by which clients are told to come; default the same. */
  readonly advertisedPort?: number;
  /** Another folder of jars; default the checkout's. */
  readonly jarsDir?: string;
  /** Settings that take the place of ours, such as those of docker-compose.yml. */
  readonly settings?: (ports: BrokerPorts) => Readonly<Record<string, string>>;
  /** More memory and the full compiler, for measurements. */
  readonly benchmark?: boolean;
}

/** The files of one start. */
interface Broker {
  readonly java: Java;
  readonly jars: string;
  readonly archive: string;
  /** Where this broker writes the archive when there is none; brokers side by side write each their own. */
  readonly newArchive: string;
  readonly logDir: string;
  readonly properties: string;
  readonly log4j2: string;
}

const startDeadlineMs = 90_000;

/**
 * Starts Apache Kafka in KRaft mode, one node, with its data under `<dataDir>/kafka`; resolves when it serves.
 * The data survives stop, crash and restart. Throws one sentence with the remedy when Java, Maven, the download, the
 * port or the disk fails, or the broker dies.
 */
export async function startKafka(options: KafkaOptions): Promise<LocalPart> {
  const port = options.port ?? 9092;
  await stopOrphan(options.dataDir, 'kafka', options.progress);
  await requireFreePort(port, 'set KAFKA_BROKERS to a running Kafka, or KAFKA_PORT to a free port.');
  requireSpace(options.dataDir, 300, 'Kafka');
  const java = findJava();
  const jars = await ensureKafkaJars(options, options.jarsDir);
  const broker = await writeFiles(options, port, java, jars);
  await formatOnce(broker, options);
  const child = await launch(broker, options);
  await ready(child, port, options).catch((error) => {
    rmSync(broker.newArchive, { force: true });
    throw error;
  });
  return part(child, port, broker);
}

async function writeFiles(options: KafkaOptions, port: number, java: Java, jars: string): Promise<Broker> {
  const dir = join(options.dataDir, 'kafka');
  const logDir = join(dir, 'data');
  const archive = classArchive(jars, java.version);
  const broker = {
    java,
    jars,
    archive,
    newArchive: `${archive}.${process.pid}-${port}`,
    logDir,
    properties: join(dir, 'server.properties'),
    log4j2: join(dir, 'log4j2.yaml'),
  };
  mkdirSync(dir, { recursive: true });
  const ports = { broker: port, controller: await freePort(), advertised: options.advertisedPort ?? port };
  writeFileSync(
    broker.properties,
    propertiesText({ ...brokerProperties(ports, logDir), ...options.settings?.(ports) }),
  );
  writeFileSync(broker.log4j2, log4j2);
  return broker;
}

/** Gives an empty log directory its cluster id; a format that was interrupted is done again. */
async function formatOnce(broker: Broker, { dataDir, progress, signal }: StartContext): Promise<void> {
  if (existsSync(join(broker.logDir, 'meta.properties'))) return;
  const tool = ['kafka.tools.StorageTool', 'format', '-t', newClusterId(), '-c', broker.properties];
  const args = ['-Xshare:auto', '-XX:TieredStopAtLevel=1', '-cp', classPath(broker.jars), ...tool];
  const format = await spawnChild({ name: 'kafka-format', command: broker.java.command, args, dataDir });
  const formatted = await untilDone(format, () => 'formatting its storage', { what: 'format', progress, signal });
  if (!formatted) throw new Error(`Kafka could not format ${broker.logDir}. ${format.death()}`);
}

const launch = (broker: Broker, options: KafkaOptions): Promise<Child> =>
  spawnChild({
    name: 'kafka',
    command: broker.java.command,
    args: [
      ...memoryFlags(options.benchmark ?? false),
      ...archiveFlags(broker),
      `-Dlog4j2.configurationFile=${broker.log4j2}`,
      '-cp',
      classPath(broker.jars),
      'kafka.Kafka',
      broker.properties,
    ],
    env: { MALLOC_ARENA_MAX: '2' },
    dataDir: options.dataDir,
  });

const memoryFlags = (benchmark: boolean): string[] =>
  benchmark ? ['-Xms1g', '-Xmx1g'] : ['-Xms96m', '-Xmx384m', '-XX:+UseSerialGC', '-XX:TieredStopAtLevel=1'];

/** Class data from the archive when there is one (start-up 1.5 s instead of 2.6 s); else it is written on exit. */
const archiveFlags = ({ archive, newArchive }: Broker): string[] =>
  existsSync(archive)
    ? [`-XX:SharedArchiveFile=${archive}`]
    : [`-XX:ArchiveClassesAtExit=${newArchive}`, '-Xlog:cds=off', '-Xlog:cds+dynamic=off'];

async function ready(child: Child, port: number, { progress, signal }: StartContext): Promise<void> {
  async function look() {
    if (!child.output().includes('Kafka Server started')) return 'the broker is starting';
    return (await listens(port)) ? null : `waiting for port ${port}`;
  }
  const wait = { what: 'Kafka', withinMs: startDeadlineMs, progress, signal };
  await untilServing(child, look, wait).catch((error: Error) => {
    throw isDiskFull(error.message) ? new Error(deathSentence(error.message)) : error;
  });
}

const isDiskFull = (death: string): boolean => /No space left on device/.test(death);

const deathSentence = (death: string): string =>
  isDiskFull(death)
    ? `Kafka stopped because its disk is full. Make room, or set LEAVELINE_DATA to a folder on another disk.\n${death}`
    : death;

const part = (child: Child, port: number, broker: Broker): LocalPart => ({
  name: 'kafka',
  address: `localhost:${port}`,
  env: { KAFKA_BROKERS: `localhost:${port}` },
  exited: child.exited.then(deathSentence),
  signal: child.signal,
  stop: async () => {
    await child.stop();
    keepArchive(broker);
  },
});

/** Only a broker that ended in order has written its class data to the end. */
function keepArchive({ archive, newArchive }: Broker): void {
  if (existsSync(newArchive)) renameSync(newArchive, archive);
}
