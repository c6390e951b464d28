import { execFile } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, renameSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { findJava } from '#local/java.ts';
import { ensureKafkaJars } from '#local/kafkaJars.ts';

const run = promisify(execFile);

const avro = 'avro-1.12.0.jar';
const cache = resolve(import.meta.dirname, '../../.leaveline/cache/java');

/** Class path of Kafka's client, Jackson and Avro; Avro is fetched once through Maven. */
async function classPath(dataDir: string): Promise<string> {
  const kafka = await ensureKafkaJars({ dataDir, progress: () => undefined });
  const jar = join(cache, avro);
  if (!existsSync(jar)) await fetchAvro(jar);
  return [join(kafka, '*'), jar].join(':');
}

async function fetchAvro(jar: string): Promise<void> {
  mkdirSync(cache, { recursive: true });
  const draft = mkdtempSync(join(cache, 'avro.'));
  try {
    const artifact = `org.apache.avro:avro:${avro.replace(/^avro-|\.jar$/g, '')}`;
    await run('mvn', ['-q', '-B', 'dependency:copy', `-Dartifact=${artifact}`, `-DoutputDirectory=${draft}`], {
      cwd: draft,
    });
    renameSync(join(draft, avro), jar);
  } finally {
    rmSync(draft, { recursive: true, force: true });
  }
}

/** How to run a Java source file of this folder that uses them. */
export async function javaProgram(file: string, dataDir: string): Promise<{ command: string; args: string[] }> {
  const { command } = findJava();
  return { command, args: ['-cp', await classPath(dataDir), join(import.meta.dirname, file)] };
}
