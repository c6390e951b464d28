import { spawn } from 'node:child_process';
import { existsSync, statSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, request as httpRequest, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { ClickHouseLogLevel, createClient } from '@clickhouse/client';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type ClickHouse, startClickHouse } from './start.ts';
import { passwordsIn, type UserName, userNames } from './users.ts';

/** What strangers, web pages and our own roles try with ClickHouse on this machine. */
let dataDir: string;
let part: ClickHouse;
let elsewhere: Server;
let visits = 0;

type Who = UserName | 'nobody';
const everybody: readonly Who[] = [...userNames, 'nobody'];

beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'clickhouse-'));
  part = await startClickHouse({ dataDir, port: 0 });
  elsewhere = createServer((_, response) => {
    visits += 1;
    response.end('1\n');
  }).listen(0, '127.0.0.1');
  const db = createClient({ url: part.url });
  await db.command({ query: 'CREATE DATABASE leaveline' });
  await db.command({ query: 'CREATE TABLE leaveline.t (a UInt32, s String) ENGINE = ReplacingMergeTree ORDER BY a' });
  await db.command({ query: "INSERT INTO leaveline.t VALUES (1, 'one'), (2, 'two')" });
  await db.close();
}, 30_000);

afterAll(async () => {
  elsewhere.close();
  await part.stop();
  await rm(dataDir, { recursive: true, force: true });
});

interface Answer {
  readonly status: number;
  readonly code: string | undefined;
  readonly body: string;
}

interface Asked {
  readonly who?: Who;
  readonly method?: string;
  readonly query?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

const ask = (sql: string, { who = 'nobody', method = 'POST', query = '', headers = {} }: Asked = {}) =>
  new Promise<Answer>((resolve, reject) => {
    const path = method === 'POST' ? `/?${query}` : `/?${query}&query=${encodeURIComponent(sql)}`;
    const asked = httpRequest({ port: new URL(part.url).port, host: '127.0.0.1', path, method }, async (response) => {
      const code = response.headers['x-clickhouse-exception-code'];
      resolve({ status: response.statusCode ?? 0, code: code?.toString(), body: await text(response) });
    });
    asked.once('error', reject);
    const all = { ...(who === 'nobody' ? {} : { authorization: basic(who) }), ...headers };
    for (const [name, value] of Object.entries(all)) asked.setHeader(name, value);
    asked.end(method === 'POST' ? sql : undefined);
  });

const basic = (who: UserName, password = passwordsIn(dataDir)[who]) => `Basic ${btoa(`${who}:${password}`)}`;

describe('a page of elsewhere', () => {
  const pages = [
    { origin: 'https://evil.example' },
    { origin: 'http://localhost:3000' },
    { origin: 'null' },
    { host: 'evil.example' },
    { host: 'evil.example:8123' },
    { 'sec-fetch-site': 'cross-site' },
    { 'sec-fetch-site': 'same-site' },
  ];

  test.each(pages)('%j makes no table, whoever it claims to be', async (headers) => {
    for (const who of everybody)
      expect(await ask('CREATE TABLE leaveline.evil (a UInt8) ENGINE = Memory', { who, headers })).toMatchObject({
        status: 403,
      });
    expect((await ask('EXISTS TABLE leaveline.evil', { who: 'sinks' })).body).toBe('0\n');
  });

  test.each(pages)('%j reads nothing, by GET either', async (headers) => {
    for (const method of ['GET', 'POST'])
      expect((await ask('SELECT s FROM leaveline.t', { method, headers })).status).toBe(403);
  });
});

describe.each(everybody)('%s reaches neither files nor the network', (who) => {
  const out = () => join(dataDir, 'out.txt');
  const address = () => `http://127.0.0.1:${(elsewhere.address() as AddressInfo).port}/`;
  const attempts: readonly string[] = [
    "SELECT * FROM file('/etc/hostname', 'LineAsString')",
    "SELECT file('/etc/hostname')",
    "SELECT `file`('/etc/hostname')",
    "SELECT `fil\\x65` /* */ ('/etc/hostname')",
    "SELECT * APPLY(file) FROM (SELECT '/etc/hostname' AS p)",
    "SELECT * APPLY(`fil\\x65`) FROM (SELECT '/etc/hostname' AS p)",
    "SELECT COLUMNS('p') APPLY(x -> file(x)) FROM (SELECT '/etc/hostname' AS p)",
    'SELECT * FROM `/etc/hostname`',
    'SELECT * FROM default.`/etc/hostname`',
    "DESCRIBE TABLE file('/etc/hostname', 'LineAsString')",
    "EXPLAIN SELECT file('/etc/hostname')",
    "SELECT * FROM values('a String', (file('/etc/hostname')))",
    "SELECT * FROM eval('SELECT file(''/etc/hostname'')')",
    "SELECT * FROM fileCluster('default', '/etc/hostname', 'LineAsString')",
    "SELECT * FROM filesystem('/etc')",
    "SELECT * FROM sqlite('/etc/hostname', 't')",
    "SELECT * FROM executable('x.sh', 'CSV', 'a String')",
    "SELECT 1 INTO OUTFILE '<file>'",
    "SELECT 1 AS a FORMAT Template SETTINGS format_template_resultset = '/etc/hostname'",
    "SELECT formatRow('Template', 1) SETTINGS format_template_row = '/etc/hostname'",
    "SELECT 1 AS a FORMAT Protobuf SETTINGS format_schema = '/etc/hostname:a'",
    "INSERT INTO FUNCTION file('<file>', 'CSV', 'a UInt8') SELECT 1",
    "INSERT INTO FUNCTION file('<file>', 'CSV', 'a UInt8') VALUES (1)",
    "INSERT INTO leaveline.t VALUES (3, file('/etc/hostname'))",
    "INSERT INTO leaveline.t FROM INFILE '/etc/hostname' FORMAT CSV",
    "INSERT INTO leaveline.t SETTINGS input_format_record_errors_file_path = '<file>' FORMAT CSV\nx,y\n",
    "ALTER TABLE leaveline.t UPDATE s = file('/etc/hostname') WHERE 1 SETTINGS mutations_sync = 2",
    "CREATE TABLE leaveline.f (a String DEFAULT file('/etc/hostname')) ENGINE = Memory",
    "CREATE TABLE leaveline.f (a String) ENGINE = File(CSV, '<file>')",
    "CREATE TABLE leaveline.f AS file('/etc/hostname', 'LineAsString')",
    "CREATE VIEW leaveline.f AS SELECT * FROM file('/etc/hostname', 'LineAsString')",
    "CREATE DATABASE f ENGINE = Filesystem('/etc')",
    "CREATE DATABASE f ENGINE = Backup('leaveline', File('x'))",
    "CREATE DICTIONARY leaveline.d (a UInt64) PRIMARY KEY a SOURCE(FILE(path '/etc/hostname' format 'CSV')) LAYOUT(FLAT()) LIFETIME(0)",
    "CREATE FUNCTION leak AS () -> file('/etc/hostname')",
    "BACKUP TABLE leaveline.t TO File('<file>')",
    "ATTACH TABLE leaveline.f FROM '/etc' (a UInt8) ENGINE = MergeTree ORDER BY a",
    "SELECT * FROM url('<url>', 'LineAsString')",
    "INSERT INTO FUNCTION url('<url>', 'CSV', 'a String') SELECT s FROM leaveline.t",
    "CREATE TABLE leaveline.u (a UInt8) ENGINE = URL('<url>', CSV)",
    "CREATE TABLE leaveline.u (a UInt8) ENGINE = MergeTree ORDER BY a SETTINGS disk = disk(type = web, endpoint = '<url>')",
    "SELECT * FROM s3('<url>a.csv', 'CSV')",
    "SELECT * FROM remote('127.0.0.1:1', system, one)",
    "SELECT * FROM mysql('127.0.0.1:1', 'a', 'b', 'c', 'd')",
    "CREATE TABLE leaveline.u (a UInt8) ENGINE = MySQL('127.0.0.1:1', 'a', 'b', 'c', 'd')",
    "CREATE DATABASE u ENGINE = MySQL('127.0.0.1:1', 'a', 'b', 'c')",
    "SELECT 1 FORMAT Avro SETTINGS format_avro_schema_registry_url = '<url>'",
    "SELECT aiGenerate('x')",
  ];

  test.each(attempts)('%s', async (attempt) => {
    const before = visits;
    const answer = await ask(attempt.replaceAll('<file>', out()).replaceAll('<url>', address()), { who });
    expect(answer.status).toBeGreaterThanOrEqual(400);
    expect(existsSync(out())).toBe(false);
    expect(visits).toBe(before);
  });

  test('rows behind an INSERT in the address are no expressions', async () => {
    const query = `query=${encodeURIComponent('INSERT INTO leaveline.t VALUES')}`;
    expect((await ask("(4, file('/etc/hostname'))", { who, query })).status).toBeGreaterThanOrEqual(400);
  });

  test('settings in the address name no files', async () => {
    const query = 'format_template_row=/etc/hostname&default_format=Template';
    expect(await ask('SELECT 1 AS a', { who, query })).toMatchObject({ status: 403, code: '497' });
  });
});

describe.each(['nobody', 'reader', 'api'] as const)('%s may read and nothing else', (who) => {
  test('rows of our tables, and where they are', async () => {
    const read = await ask('SELECT a, s FROM leaveline.t FINAL ORDER BY a', { who });
    expect(read).toMatchObject({ status: 200, body: '1\tone\n2\ttwo\n' });
    expect((await ask("SELECT count() FROM leaveline.t AS x WHERE s IN (SELECT 'one')", { who })).body).toBe('1\n');
    expect((await ask('SELECT count() FROM t', { who, query: 'database=leaveline' })).body).toBe('2\n');
    expect((await ask("SELECT name FROM system.tables WHERE database = 'leaveline'", { who })).body).toBe('t\n');
    expect((await ask('SHOW TABLES FROM leaveline', { who })).body).toBe('t\n');
    expect((await ask('SELECT sum(number) FROM numbers(4)', { who })).body).toBe('6\n');
  });

  test.each([
    'CREATE TABLE leaveline.x (a UInt8) ENGINE = Memory',
    'INSERT INTO leaveline.t VALUES (9, 9)',
    'INSERT INTO leaveline.t SELECT 9, 9',
    'ALTER TABLE leaveline.t DELETE WHERE 1',
    'DROP DATABASE leaveline',
    'TRUNCATE TABLE leaveline.t',
    'OPTIMIZE TABLE leaveline.t FINAL',
    'KILL QUERY WHERE 1',
    'SYSTEM STOP MERGES',
    'SET max_result_rows = 0',
    'USE system',
    'SELECT 1; DROP TABLE leaveline.t',
    'SELECT 1 SETTINGS max_execution_time = 0',
    'SELECT 1 SETTINGS readonly = 0',
    'SELECT * FROM system.processes',
    'SELECT 1 IN system.processes',
    'SHOW PROCESSLIST',
    'SELECT * FROM information_schema.tables',
    "SELECT * FROM merge('system', '^processes$')",
  ])('not %s', async (sql) => {
    expect((await ask(sql, { who })).status).toBeGreaterThanOrEqual(400);
    expect((await ask('SELECT count() FROM leaveline.t', { who })).body).toBe('2\n');
  });

  test('a table whose name is a parameter is a table like any', async () => {
    const own = 'param_d=leaveline&param_t=t';
    const others = 'param_d=system&param_t=processes';
    const sql = 'SELECT count() FROM {d:Identifier}.{t:Identifier}';
    expect((await ask(sql, { who, query: own })).body).toBe('2\n');
    expect(await ask(sql, { who, query: others })).toMatchObject({ status: 403, code: '497' });
  });

  test('limits stand, whatever the address asks for', async () => {
    const query = 'max_result_rows=0&max_execution_time=0&max_memory_usage=0&readonly=0';
    const names = ['max_result_rows', 'max_execution_time', 'max_memory_usage', 'readonly'];
    const sql = `SELECT ${names.map((name) => `toUInt64(getSetting('${name}')) > 0`).join(' AND ')}`;
    expect((await ask(sql, { who, query })).body).toBe('1\n');
    const stricter = await ask('SELECT number FROM numbers(100)', { who, query: 'max_result_rows=10' });
    expect(stricter.code).toBe('396');
  });

  test('a session is for writers', async () =>
    expect((await ask('SELECT 1', { who, query: 'session_id=a' })).status).toBe(501));
});

describe('who is who', () => {
  test('each user has a password of its own, in a file for its owner alone', () => {
    const passwords = Object.values(passwordsIn(dataDir));
    expect(new Set(passwords).size).toBe(userNames.length);
    for (const password of passwords) expect(password.length).toBeGreaterThanOrEqual(32);
    expect(statSync(join(dataDir, 'passwords.json')).mode & 0o777).toBe(0o600);
  });

  test.each(['sinks', 'api', 'reader', 'default', 'root', ''])('%j with a wrong password is refused', async (name) => {
    for (const authorization of [`Basic ${btoa(`${name}:wrong`)}`, 'Bearer wrong'])
      expect(await ask('SELECT 1', { headers: { authorization } })).toMatchObject({ status: 403, code: '516' });
    const headers = { 'x-clickhouse-user': name, 'x-clickhouse-key': 'wrong' };
    expect(await ask('SELECT 1', { headers })).toMatchObject({ code: '516' });
  });

  test('a client without settings reads as the owner', async () => {
    const url = `http://localhost:${new URL(part.url).port}`;
    const db = createClient({ url, log: { level: ClickHouseLogLevel.OFF } });
    expect(await (await db.query({ query: 'SELECT 1 AS n', format: 'JSONEachRow' })).json()).toEqual([{ n: 1 }]);
    await expect(db.command({ query: 'DROP TABLE leaveline.t' })).rejects.toMatchObject({ code: '164' });
    await db.close();
  });

  // Only root can start a program as somebody else.
  const asRoot = process.getuid?.() === 0 ? test : test.skip;
  asRoot('another user of this machine needs a password', async () => {
    const port = new URL(part.url).port;
    const program = `fetch('http://127.0.0.1:${port}/', { method: 'POST', body: 'SELECT 1' })
      .then(async (answer) => process.stdout.write(answer.status + ' ' + await answer.text()))`;
    const child = spawn(process.execPath, ['-e', program], { uid: 65_534, gid: 65_534, cwd: '/' });
    expect(await text(child.stdout)).toMatch(/^403 Code: 516\./);
  });
});
