import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { until } from '#lib/timing.ts';
import { freePorts, portVariables } from './addresses.ts';
import { listens } from './ports.ts';
import { running } from './processes.ts';
import { checkout } from './program.ts';

describe('npm start', () => {
  let dataDir = '';
  let env: Record<string, string> = {};
  beforeEach(async () => {
    dataDir = mkdtempSync(join(tmpdir(), 'leaveline-start-'));
    env = { ...portVariables(await freePorts()), LEAVELINE_DATA: dataDir };
  });
  afterEach(() => rmSync(dataDir, { recursive: true, force: true, maxRetries: 10 }));

  interface Start {
    readonly process: ChildProcess;
    output(): string;
    readonly code: Promise<number | null>;
  }

  function start(...options: string[]): Start {
    const file = join(import.meta.dirname, 'start.mjs');
    const child = spawn(process.execPath, [file, '--bare', ...options], { env: { ...process.env, ...env } });
    const texts: string[] = [];
    child.stdout.on('data', (text) => texts.push(`${text}`));
    child.stderr.on('data', (text) => texts.push(`${text}`));
    return { process: child, output: () => texts.join(''), code: once(child, 'exit').then(([code]) => code) };
  }

  /** Every process that was ever written down in the data folder. */
  const parts = () => readdirSync(join(dataDir, 'run')).map((file) => basename(file, '.json'));
  const nothingRuns = () => until(() => parts().find((part) => running(dataDir, part) !== null) ?? null, soon);
  const soon = { what: 'the end of all parts', withinMs: 45_000 };
  const started = (part: string) =>
    until(() => (running(dataDir, part) === null ? `no ${part}` : null), { what: part, withinMs: 120_000 });

  test('tells its options, and refuses others', async () => {
    const help = start('--help');
    expect(await help.code).toBe(0);
    expect(help.output()).toContain('without the demonstration company');
    const wrong = start('--bear');
    expect(await wrong.code).toBe(2);
    expect(wrong.output()).toContain("Unknown option '--bear'");
  }, 30_000);

  test('that is asked to stop while it starts leaves no process', async () => {
    const line = start();
    await started('kafka');
    line.process.kill('SIGTERM');
    expect(await line.code).toBe(0);
    expect(line.output()).toContain('Leaveline has stopped.');
    await nothingRuns();
  }, 180_000);

  test.each(['SIGTERM', 'SIGINT', 'SIGKILL'] as const)(
    'as npm runs it, ended by %s, leaves no process',
    async (signal) => {
      const npm = spawn('npm', ['start', '--', '--bare'], {
        env: { ...process.env, ...env },
        cwd: checkout,
        stdio: 'ignore',
      });
      await started('kafka');
      npm.kill(signal);
      await nothingRuns();
    },
    180_000,
  );

  test('takes one Ctrl-C that comes twice as one: what runs is stopped in order', async () => {
    const line = start();
    await started('kafka');
    line.process.kill('SIGINT');
    line.process.kill('SIGINT');
    expect(await line.code).toBe(0);
  }, 180_000);

  test('asked a second time ends at once', async () => {
    const line = start();
    await started('kafka');
    line.process.kill('SIGINT');
    await sleep(600);
    line.process.kill('SIGINT');
    expect([0, 130]).toContain(await line.code);
    await nothingRuns();
  }, 180_000);

  test.each(['start.mjs', 'start.ts'])(
    'whose %s is killed leaves no process',
    async (which) => {
      const line = start();
      await started('clickhouse');
      const pid = which === 'start.ts' ? running(dataDir, 'start') : line.process.pid;
      process.kill(pid ?? 0, 'SIGKILL');
      await nothingRuns();
      await line.code;
    },
    180_000,
  );

  test('a second one in the same folder is one sentence', async () => {
    const line = start();
    await started('start');
    const second = start();
    expect(await second.code).toBe(1);
    expect(second.output()).toContain('Leaveline is already running here (process');
    line.process.kill('SIGTERM');
    await line.code;
    await nothingRuns();
  }, 180_000);

  test('names the variable of a server that does not answer', async () => {
    const silent = { KAFKA_BROKERS: `localhost:${env.KAFKA_PORT}` };
    expect(await listens(Number(env.KAFKA_PORT))).toBe(false);
    Object.assign(env, silent);
    const line = start();
    expect(await line.code).toBe(1);
    expect(line.output()).toContain(
      `KAFKA_BROKERS names ${silent.KAFKA_BROKERS}, and no Kafka answers there. Start or correct it, or unset KAFKA_BROKERS`,
    );
    expect(readdirSync(join(dataDir, 'run'))).toEqual([]);
  }, 60_000);
});
