import { chmodSync, lstatSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { until } from '#lib/timing.ts';
import { passwordsIn } from './clickhouse/users.ts';
import { httpReady } from './httpReady.ts';
import { type Line, startLine } from './line.ts';
import { silentScreen } from './screen.ts';

describe('a line of its own', () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'leaveline-own-'));
  let line: Line;
  const told: string[] = [];
  const log = { ...silentScreen, step: (name: string, text: string) => void told.push(`${name}: ${text}`) };
  const start = () => startLine({ dataDir, ports: 'free', bare: true, roles: ['ingress'], log });

  beforeAll(async () => {
    chmodSync(dataDir, 0o755);
    line = await start();
  }, 240_000);
  afterAll(async () => {
    await line.stop();
    rmSync(dataDir, { recursive: true, force: true });
  }, 60_000);

  const register = (subject: string, schema: string): Promise<{ id: number }> =>
    fetch(`${line.env.SCHEMA_REGISTRY_URL}/subjects/${subject}/versions`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ schema }),
    }).then((response) => response.json() as Promise<{ id: number }>);
  const schemas = ['"string"', '"long"'] as const;
  const ids = () => Promise.all(schemas.map((schema, i) => register(`of-the-test-${i}`, schema)));

  test('has every part on a port of its own, and tells programs where', () => {
    expect(Object.keys(line.addresses)).toEqual(['kafka', 'rabbitmq', 'clickhouse', 'registry', 'ingress']);
    expect(line.env.AMQP_URL).not.toBe('amqp://guest:guest@localhost:5672');
    expect(new Set(Object.values(line.addresses)).size).toBe(5);
  });

  test('says of every part what it does until it serves', () => {
    expect(told).toEqual(
      expect.arrayContaining([
        'clickhouse: opening its tables',
        'registry: reading its schemas from Kafka',
        'ingress: loading its code',
      ]),
    );
    expect(told.filter((text) => /no answer|: starting$/.test(text))).toEqual([]);
  });

  test.each(['kafka', 'registry', 'clickhouse', 'ingress'])(
    'gets %s back after a kill',
    async (name) => {
      await line.kill(name);
      await line.serving(name);
      expect(line.restarts(name)).toBe(1);
      await until(() => httpReady(`${line.addresses.ingress}/readyz`), { what: 'ingress', withinMs: 30_000 });
    },
    60_000,
  );

  test('keeps everything of the data folder for its owner alone, and passwords out of the logs', () => {
    const files = ['', ...readdirSync(dataDir, { recursive: true, encoding: 'utf8' })];
    expect(files.length).toBeGreaterThan(20);
    const open = files.filter((file) => {
      const found = lstatSync(join(dataDir, file), { throwIfNoEntry: false });
      return found && !found.isSymbolicLink() && (found.mode & 0o077) !== 0;
    });
    expect(open).toEqual([]);
    const logs = readdirSync(join(dataDir, 'logs')).map((file) => readFileSync(join(dataDir, 'logs', file), 'utf8'));
    for (const password of Object.values(passwordsIn(join(dataDir, 'clickhouse'))))
      expect(logs.filter((log) => log.includes(password))).toEqual([]);
  });

  test('keeps its data through a stop and a start of everything, schema ids included', async () => {
    const before = await ids();
    expect(before).toEqual([{ id: expect.any(Number) }, { id: expect.any(Number) }]);
    await line.stop();
    expect(readdirSync(join(dataDir, 'run'))).toEqual([]);
    line = await start();
    expect(await ids()).toEqual(before);
  }, 240_000);
});
