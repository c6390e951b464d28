import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { type Child, spawnChild, untilDone } from './child.ts';
import { requireSpace } from './disk.ts';
import type { StartContext } from './part.ts';

const kafkaVersion = '4.4.0';

/** Where this checkout keeps Kafka's jars; one set serves every line, tests included. */
const kafkaJarsDir: string = join(import.meta.dirname, '..', '.leaveline', 'kafka', kafkaVersion);

// kafka_2.13 brings log4j-core but not the binding from SLF4J to it, without which the broker says nothing.
const pom = `<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion>
  <groupId>leaveline</groupId>
  <artifactId>kafka</artifactId>
  <version>1</version>
  <dependencies>
    <dependency>
      <groupId>org.apache.kafka</groupId>
      <artifactId>kafka_2.13</artifactId>
      <version>${kafkaVersion}</version>
    </dependency>
    <dependency>
      <groupId>org.apache.logging.log4j</groupId>
      <artifactId>log4j-slf4j-impl</artifactId>
      <version>2.25.5</version>
    </dependency>
  </dependencies>
</project>
`;

/**
 * Fetches Kafka and what it needs through Maven, once (45 jars, 43 MB), and answers the folder.
 * They come into a folder beside it that is renamed when it is complete, so an interrupted download leaves nothing that
 * looks whole. Throws one sentence when Maven is missing or cannot fetch.
 */
export async function ensureKafkaJars(context: StartContext, dir = kafkaJarsDir): Promise<string> {
  if (existsSync(join(dir, `kafka_2.13-${kafkaVersion}.jar`))) return dir;
  requireSpace(dirname(dir), 500, 'fetching Kafka');
  const partial = `${dir}.partial-${process.pid}`;
  try {
    mkdirSync(partial, { recursive: true });
    await fetchInto(partial, context);
    putInPlace(partial, dir);
  } finally {
    rmSync(partial, { recursive: true, force: true });
  }
  return dir;
}

async function fetchInto(dir: string, context: StartContext): Promise<void> {
  const file = join(dir, 'pom.xml');
  writeFileSync(file, pom);
  const goal = ['dependency:copy-dependencies', `-DoutputDirectory=${dir}`, '-DincludeScope=runtime'];
  const maven = await spawnChild({
    name: 'maven',
    command: 'mvn',
    args: ['-B', '-f', file, ...goal],
    dataDir: context.dataDir,
  }).catch((error: Error) => Promise.reject(new Error(`${error.message} ${mavenRemedy}`)));
  const { progress, signal } = context;
  const wait = { what: 'Maven', everyMs: 250, progress, signal };
  if (!(await untilDone(maven, () => downloadProgress(maven), wait))) throw new Error(downloadFailure(maven));
}

const mavenRemedy =
  'Kafka is fetched through Apache Maven, once. Install it (Debian, Ubuntu: apt install maven; macOS: brew install maven), ' +
  'or set KAFKA_BROKERS to a running Kafka.';

function downloadProgress(maven: Child): string {
  const jars = maven.output().match(/Downloaded from .*\.jar/g)?.length ?? 0;
  return `fetching Apache Kafka ${kafkaVersion} through Maven, once (43 MB): ${jars} files so far`;
}

function downloadFailure(maven: Child): string {
  const why = /\[ERROR\] (.*)/.exec(maven.output())?.[1] ?? 'no reason given';
  return (
    `Apache Kafka ${kafkaVersion} could not be fetched through Maven: ${why}\n` +
    '  Check the network (a proxy or mirror goes into ~/.m2/settings.xml) and start again, or set KAFKA_BROKERS to a running ' +
    `Kafka.\n  Its log: ${maven.logFile}`
  );
}

/** Another start may have been quicker; its folder is as good. */
function putInPlace(partial: string, dir: string): void {
  rmSync(join(partial, 'pom.xml'));
  try {
    renameSync(partial, dir);
  } catch (error) {
    if (!existsSync(join(dir, `kafka_2.13-${kafkaVersion}.jar`))) throw error;
  }
}

/** The class path in a fixed order, as the class data archive wants it. */
export const classPath = (dir: string): string => jarsIn(dir).join(':');

const jarsIn = (dir: string): string[] =>
  readdirSync(dir)
    .filter((file) => file.endsWith('.jar'))
    .sort()
    .map((file) => join(dir, file));

/**
 * The file of shared class data (AppCDS) for this Java and exactly these jars. The JVM checks paths and times of the
 * jars, so a copied tree gets a name of its own and makes its archive anew.
 */
export function classArchive(dir: string, javaVersion: string): string {
  const jars = jarsIn(dir).map((jar) => `${jar} ${statSync(jar).size} ${statSync(jar).mtimeMs}`);
  const key = createHash('sha256')
    .update([javaVersion, ...jars].join('\n'))
    .digest('hex')
    .slice(0, 12);
  return join(dir, `classes-${key}.jsa`);
}
