import { chmodSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { findJava } from './java.ts';
import { ensureKafkaJars } from './kafkaJars.ts';

describe('what Kafka needs of the machine', () => {
  let dir = '';
  const path = process.env.PATH;
  beforeEach(() => {
    dir = mkdtempSync(join(tmpdir(), 'leaveline-java-'));
  });
  afterEach(() => {
    process.env.PATH = path;
    rmSync(dir, { recursive: true, force: true });
  });

  function program(name: string, script: string): void {
    mkdirSync(join(dir, 'bin'), { recursive: true });
    writeFileSync(join(dir, 'bin', name), `#!/bin/sh\n${script}\n`);
    chmodSync(join(dir, 'bin', name), 0o755);
  }

  test('a Java from 17 on is taken from JAVA_HOME', () => {
    program('java', `echo 'openjdk version "21.0.2" 2024-01-16' >&2`);
    expect(findJava({ JAVA_HOME: dir })).toEqual({ command: join(dir, 'bin', 'java'), version: '21.0.2' });
  });

  test('an old Java is refused by its version', () => {
    program('java', `echo 'java version "1.8.0_402"' >&2`);
    expect(() => findJava({ JAVA_HOME: dir })).toThrow(
      `Kafka needs Java 17 or newer; the one in JAVA_HOME (${dir}) is 1.8.0_402. Install a JDK`,
    );
  });

  test('no Java is one sentence with three ways out', () => {
    expect(() => findJava({ PATH: dir })).toThrow(
      /^Kafka needs Java, and none was found on PATH\. Install a JDK .*, set JAVA_HOME to one, or set KAFKA_BROKERS to a running Kafka\.$/,
    );
  });

  const fetchJars = () => ensureKafkaJars({ dataDir: dir, progress: () => {} }, join(dir, 'kafka', 'jars'));

  test('no Maven is one sentence, and nothing is left that looks like a download', async () => {
    process.env.PATH = dir;
    await expect(fetchJars()).rejects.toThrow(
      /Kafka is fetched through Apache Maven, once\. Install it .* or set KAFKA_BROKERS/,
    );
    expect(readdirSync(join(dir, 'kafka'))).toEqual([]);
  });

  test('a download that fails is told in the words of Maven, and nothing is left of it', async () => {
    program(
      'mvn',
      'touch "$(dirname "$3")/half.jar"; echo "[ERROR] Could not transfer artifact: Unknown host"; exit 1',
    );
    process.env.PATH = `${join(dir, 'bin')}:${path}`;
    await expect(fetchJars()).rejects.toThrow(
      'could not be fetched through Maven: Could not transfer artifact: Unknown host',
    );
    expect(readdirSync(join(dir, 'kafka'))).toEqual([]);
  });

  test('a download that comes through is put in place whole, and not repeated', async () => {
    program('mvn', 'echo run >> "$(dirname "$0")/runs"; touch "$(dirname "$3")/kafka_2.13-4.4.0.jar"');
    process.env.PATH = `${join(dir, 'bin')}:${path}`;
    await fetchJars();
    await fetchJars();
    expect(readdirSync(join(dir, 'kafka', 'jars'))).toEqual(['kafka_2.13-4.4.0.jar']);
    expect(readdirSync(join(dir, 'bin')).includes('runs')).toBe(true);
    const { readFileSync } = await import('node:fs');
    expect(readFileSync(join(dir, 'bin', 'runs'), 'utf8')).toBe('run\n');
  });
});
