import { spawnSync } from 'node:child_process';
import { join } from 'node:path';

export interface Java {
  /** The program to run. */
  readonly command: string;
  /** e.g. `17.0.15`. */
  readonly version: string;
}

const oldest = 17;
const remedy =
  'Install a JDK (Debian, Ubuntu: apt install openjdk-17-jdk-headless; macOS: brew install openjdk), ' +
  'set JAVA_HOME to one, or set KAFKA_BROKERS to a running Kafka.';

/** The Java of JAVA_HOME, else of PATH; throws one sentence when there is none or it is older than 17. */
export function findJava(env: NodeJS.ProcessEnv = process.env): Java {
  const command = env.JAVA_HOME ? join(env.JAVA_HOME, 'bin', 'java') : 'java';
  const answer = spawnSync(command, ['-version'], { env, encoding: 'utf8' });
  const where = env.JAVA_HOME ? `in JAVA_HOME (${env.JAVA_HOME})` : 'on PATH';
  if (answer.error || answer.status !== 0) throw new Error(`Kafka needs Java, and none was found ${where}. ${remedy}`);
  const version = /version "([^"]+)"/.exec(answer.stderr)?.[1] ?? 'unknown';
  if (Number.parseInt(version, 10) >= oldest) return { command, version };
  throw new Error(`Kafka needs Java ${oldest} or newer; the one ${where} is ${version}. ${remedy}`);
}
