import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createClient as create } from '@clickhouse/client';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { eventually } from '#lib/testing/eventually.ts';
import { type ClickHouse, startClickHouse } from './start.ts';

let dataDir: string;
const started: ClickHouse[] = [];

async function start(more: { port?: number } = {}): Promise<ClickHouse> {
  const part = await startClickHouse({ dataDir, port: 0, ...more });
  started.push(part);
  return part;
}
const createClient = (part: ClickHouse, more: object = {}) => create({ url: part.url, log: { level: 127 }, ...more });

beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'clickhouse-'));
});
afterEach(async () => {
  for (const part of started.splice(0)) await part.kill('SIGKILL');
  await rm(dataDir, { recursive: true, force: true });
});

test.each(['SIGTERM', 'SIGKILL'] as const)(
  'what was inserted before %s is there after it',
  async (signal) => {
    const first = await start();
    const db = createClient(first);
    await db.command({ query: 'CREATE DATABASE kept' });
    await db.command({ query: 'CREATE TABLE kept.t (a UInt32) ENGINE = ReplacingMergeTree ORDER BY a' });
    for (const a of [1, 2, 3]) await db.insert({ table: 'kept.t', values: [{ a }], format: 'JSONEachRow' });
    await first.kill(signal);
    const again = createClient(await start());
    const result = await again.query({ query: 'SELECT a FROM kept.t FINAL ORDER BY a', format: 'JSONEachRow' });
    expect(await result.json()).toEqual([{ a: 1 }, { a: 2 }, { a: 3 }]);
  },
  20_000,
);

test('a stop lets running queries end', async () => {
  const part = await start();
  const slow = createClient(part).query({ query: 'SELECT sleep(1) AS slept', format: 'JSONEachRow' });
  await eventually(async () => (await running(part)) > 0);
  await part.stop();
  expect(await (await slow).json()).toEqual([{ slept: 0 }]);
}, 20_000);

async function running(part: ClickHouse): Promise<number> {
  const query = "SELECT query FROM system.processes WHERE query LIKE '%slept%' AND query NOT LIKE '%processes%'";
  return (await (await createClient(part).query({ query, format: 'JSONEachRow' })).json<unknown>()).length;
}

test('it ends with the process that started it, even one that is killed', async () => {
  const program = `
    const { startClickHouse } = await import(${JSON.stringify(join(import.meta.dirname, 'start.ts'))});
    const part = await startClickHouse({ dataDir: ${JSON.stringify(dataDir)}, port: 0 });
    process.stdout.write(String(part.pid));`;
  const parent = spawn(process.execPath, ['--input-type=module', '-e', program], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [pid] = await once(parent.stdout, 'data');
  parent.kill('SIGKILL');
  await eventually(() => !lives(Number(pid)));
  await start();
}, 20_000);

function lives(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

test('a second instance on the same directory is refused by name, with the remedy', async () => {
  await start();
  await expect(start()).rejects.toThrow(`Another instance holds the directory ${dataDir}`);
  await expect(start()).rejects.toThrow('CLICKHOUSE_DATA');
}, 20_000);

test('a taken port is refused, with the remedy', async () => {
  const server = createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const { port } = server.address() as AddressInfo;
  await expect(start({ port })).rejects.toThrow(`Port ${port} is taken by another program.`);
  server.close();
}, 20_000);

test('its passwords are made once for a folder', async () => {
  const first = await start();
  await first.stop();
  const again = await start();
  expect(new URL(again.url).password).toBe(new URL(first.url).password);
  const asked = createClient(again).query({ query: 'SELECT 1 AS n', format: 'JSONEachRow' });
  expect(await (await asked).json()).toEqual([{ n: 1 }]);
}, 20_000);

test('an idle instance rests', async () => {
  const part = await start();
  const address = `http://${new URL(part.url).host}/?query=${encodeURIComponent('SELECT 1')}`;
  async function cpu() {
    const text = await (await fetch(address)).text();
    expect(text).toBe('1\n');
    return cpuMs(part.pid);
  }
  const before = await cpu();
  await new Promise((resolve) => setTimeout(resolve, 2_000));
  expect((await cpu()) - before).toBeLessThan(200);
}, 20_000);

async function cpuMs(pid: number): Promise<number> {
  const fields = (await readFile(`/proc/${pid}/stat`, 'utf8')).split(') ')[1]?.split(' ') ?? [];
  return (Number(fields[11]) + Number(fields[12])) * 10;
}
