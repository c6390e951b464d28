import { randomUUID } from 'node:crypto';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { request as httpRequest } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { brotliCompressSync, gzipSync, zstdCompressSync } from 'node:zlib';
import { type ClickHouseClient, ClickHouseError, ClickHouseLogLevel, createClient as create } from '@clickhouse/client';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { eventually } from '#lib/testing/eventually.ts';
import { type ClickHouse, startClickHouse } from './start.ts';

// The same suite holds the front here and, when CLICKHOUSE_URL is set, a real server to the same answers.
const servers = ['the front over chdb', ...(process.env.CLICKHOUSE_URL ? ['the server of CLICKHOUSE_URL'] : [])];

const createClient = (options: Parameters<typeof create>[0]): ClickHouseClient =>
  create({ ...options, log: { level: ClickHouseLogLevel.OFF } });

async function failure(promise: Promise<unknown>): Promise<ClickHouseError> {
  const error = await promise.then(
    () => new Error('it did not fail'),
    (thrown) => thrown,
  );
  if (error instanceof ClickHouseError) return error;
  throw error;
}

describe.each(servers)('%s', (name) => {
  const isFront = name === servers[0];
  const database = `front_${randomUUID().replaceAll('-', '')}`;
  let dataDir: string;
  let part: ClickHouse | undefined;
  let url: string;
  let db: ClickHouseClient;

  const rows = async <T>(query: string, more: object = {}): Promise<T[]> =>
    (await db.query({ query, format: 'JSONEachRow', ...more })).json<T>();
  async function table(columns: string, order = 'tuple()'): Promise<string> {
    const made = `t_${randomUUID().replaceAll('-', '')}`;
    await db.command({ query: `CREATE TABLE ${made} (${columns}) ENGINE = MergeTree ORDER BY ${order}` });
    return made;
  }
  const post = (path: string, body: string | Buffer, headers: Record<string, string> = {}) =>
    send(path, { method: 'POST', body: new Uint8Array(Buffer.from(body)), headers });
  const authorization = () => {
    const { username, password } = new URL(url);
    return `Basic ${btoa(`${username}:${password}`)}`;
  };
  const send = (path: string, { headers, ...more }: RequestInit = {}) =>
    fetch(`http://${new URL(url).host}${path}`, { ...more, headers: { ...headers, authorization: authorization() } });

  beforeAll(async () => {
    dataDir = await mkdtemp(join(tmpdir(), 'clickhouse-'));
    if (isFront) part = await startClickHouse({ dataDir, port: 0 });
    url = part?.url ?? String(process.env.CLICKHOUSE_URL);
    await createClient({ url }).command({ query: `CREATE DATABASE ${database}` });
    db = createClient({ url, database });
  }, 30_000);

  afterAll(async () => {
    await db.command({ query: `DROP DATABASE ${database}` });
    await db.close();
    await part?.stop();
    await rm(dataDir, { recursive: true, force: true });
  });

  describe('asking', () => {
    test('both pings answer', async () => {
      expect(await db.ping()).toEqual({ success: true });
      expect(await db.ping({ select: true })).toEqual({ success: true });
    });

    test.each(['JSON', 'JSONEachRow', 'JSONCompact', 'JSONCompactEachRow', 'JSONObjectEachRow'] as const)(
      'a result of several blocks is valid in %s',
      async (format) => {
        const query = 'SELECT number AS n FROM numbers(200000) ORDER BY n SETTINGS max_block_size = 10000';
        const result = await (await db.query({ query, format })).json<unknown>();
        const data = (result as { data?: unknown[] }).data ?? Object.values(result as object);
        expect(data).toHaveLength(200_000);
      },
    );

    test.each(['CSVWithNames', 'TabSeparatedWithNames', 'CSV'] as const)('%s has its header once', async (format) => {
      const query = 'SELECT number AS n FROM numbers(100000) SETTINGS max_block_size = 5000';
      const lines = (await (await db.query({ query, format })).text()).trim().split('\n');
      expect(lines).toHaveLength(format === 'CSV' ? 100_000 : 100_001);
      expect(lines.filter((line) => line.includes('n'))).toHaveLength(format === 'CSV' ? 0 : 1);
    });

    test('Parquet comes out as one file', async () => {
      const { stream } = await db.exec({ query: 'SELECT number FROM numbers(100000) FORMAT Parquet' });
      const bytes = await buffer(stream);
      expect(bytes.subarray(0, 4).toString()).toBe('PAR1');
      expect(bytes.indexOf('PAR1', 4)).toBe(bytes.length - 4);
    });

    test('a million rows are streamed', async () => {
      let sum = 0;
      const result = await db.query({ query: 'SELECT number AS n FROM numbers(1000000)', format: 'JSONEachRow' });
      for await (const batch of result.stream<{ n: string }>()) for (const row of batch) sum += Number(row.json().n);
      expect(sum).toBe(499_999_500_000);
    });

    test('a slow reader holds the result back instead of filling the memory', async () => {
      const { stream } = await db.exec({
        query: "SELECT number, repeat('x', 1000) FROM numbers(100000) FORMAT TabSeparated",
      });
      let size = 0;
      for await (const chunk of stream) {
        size += chunk.length;
        if (size < 1_000_000) await new Promise((resolve) => setTimeout(resolve, 5));
      }
      expect(size).toBe(100_000 * 1_002 + 488_890);
    });

    test('statements that cannot be streamed answer too', async () => {
      expect(await rows('EXISTS TABLE system.one')).toEqual([{ result: 1 }]);
      expect((await rows<{ name: string }>('SHOW DATABASES')).map((row) => row.name)).toContain(database);
      expect(await rows('DESCRIBE TABLE system.one')).toMatchObject([{ name: 'dummy', type: 'UInt8' }]);
      expect((await rows('EXPLAIN SELECT 1')).length).toBeGreaterThan(0);
    });

    test('a semicolon at the end and comments are part of one statement', async () => {
      const response = await post('/', "SELECT ';' AS a -- ; DROP\n /* ; */ FORMAT TSV;\n");
      expect(await response.text()).toBe(';\n');
    });

    test('the default format is TabSeparated, and can be another', async () => {
      expect(await (await post('/', 'SELECT 1, 2')).text()).toBe('1\t2\n');
      expect(await (await post('/?default_format=CSV', 'SELECT 1, 2')).text()).toBe('1,2\n');
    });

    test('the database of the request is the current one', async () => {
      expect(await rows('SELECT currentDatabase() AS d')).toEqual([{ d: database }]);
    });

    test.each([{ request: true }, { response: true }, { request: true, response: true }])(
      'compression %j',
      async (compression) => {
        const t = await table('a UInt32, s String');
        const packed = createClient({ url, database, compression });
        const values = Readable.from(Array.from({ length: 50_000 }, (_, a) => ({ a, s: 'ї' })));
        await packed.insert({ table: t, values, format: 'JSONEachRow' });
        const result = await packed.query({ query: `SELECT a, s FROM ${t} ORDER BY a`, format: 'JSONEachRow' });
        const read = await result.json<{ a: number; s: string }>();
        expect(read).toHaveLength(50_000);
        expect(read[49_999]).toEqual({ a: 49_999, s: 'ї' });
        await packed.close();
      },
    );

    test.each([
      ['gzip', gzipSync],
      ['br', brotliCompressSync],
      ['zstd', zstdCompressSync],
    ] as const)('a body in %s, and an answer in it', async (coding, compress) => {
      const response = await post('/?enable_http_compression=1', compress(Buffer.from('SELECT 42')), {
        'Content-Encoding': coding,
        'Accept-Encoding': coding,
      });
      expect(response.headers.get('content-encoding')).toBe(coding);
      if (coding !== 'zstd') expect(await response.text()).toBe('42\n');
    });
  });

  describe('parameters', () => {
    test('text with quotes, lines and backslashes, arrays, names, dates, null', async () => {
      const text = 'it\'s "a"\n\\t\ttab\\';
      const query =
        'SELECT {text:String} AS text, {list:Array(String)} AS list, {day:Date} AS day, {none:Nullable(String)} AS none, {c:Identifier} AS c FROM system.one';
      const query_params = { text, list: ["o'b", 'x,y'], day: '2026-07-01', none: null, c: 'dummy' };
      expect(await rows(query, { query_params })).toEqual([
        { text, list: ["o'b", 'x,y'], day: '2026-07-01', none: null, c: 0 },
      ]);
    });

    test('a value is never SQL', async () => {
      const evil = "'); DROP TABLE x; --\n\nDROP TABLE y";
      expect(await rows('SELECT {v:String} AS v', { query_params: { v: evil } })).toEqual([{ v: evil }]);
    });

    test('many go in a multipart body', async () => {
      const list = Array.from({ length: 3_000 }, (_, n) => `значення ${n}`);
      const query = 'SELECT toUInt16(length({list:Array(String)})) AS n, {list:Array(String)}[3000] AS last';
      const more = { query_params: { list }, use_multipart_params: true };
      expect(await rows(query, more)).toEqual([{ n: 3_000, last: 'значення 2999' }]);
    });

    test('several large ones are no longer together than a server takes them', async () => {
      const list = (name: string) => Array.from({ length: 4_000 }, (_, n) => `${name} of a crowd ${n}`);
      const query = 'SELECT length({a:Array(String)}) + length({b:Array(String)}) + length({c:Array(String)}) AS n';
      const query_params = { a: list('a'), b: list('b'), c: list('c') };
      expect(await rows(query, { query_params, use_multipart_params: true })).toEqual([{ n: 12_000 }]);
    });

    test('forty queries at once each see their own', async () => {
      const asked = Array.from({ length: 40 }, (_, n) => n);
      const answers = await Promise.all(
        asked.map((n) => rows<{ n: number }>('SELECT {n:UInt32} AS n', { query_params: { n } })),
      );
      expect(answers.flat().map((row) => row.n)).toEqual(asked);
    });
  });

  describe('settings', () => {
    test('hold for one request', async () => {
      const query = "SELECT getSetting('max_result_rows') AS n";
      const [set] = await rows<{ n: string }>(query, { clickhouse_settings: { max_result_rows: '77' } });
      const [after] = await rows<{ n: string }>(query);
      expect([Number(set?.n), Number(after?.n)]).toEqual([77, 0]);
    });

    test('a deduplication token does not stick to the next insert', async () => {
      const t = await table('a UInt8');
      await db.command({ query: `ALTER TABLE ${t} MODIFY SETTING non_replicated_deduplication_window = 100` });
      const insert = (token?: string) =>
        db.insert({
          table: t,
          values: [{ a: 1 }],
          format: 'JSONEachRow',
          clickhouse_settings: token ? { insert_deduplication_token: token } : { insert_deduplicate: 0 },
        });
      await insert('A');
      await insert('A');
      await insert();
      expect((await rows<{ n: string }>(`SELECT count() AS n FROM ${t}`)).map((row) => Number(row.n))).toEqual([2]);
    });

    test('read-only requests change nothing and cannot lift their limits', async () => {
      const t = await table('a UInt8');
      const clickhouse_settings = { max_result_rows: '10', readonly: '1' };
      const ask = (query: string) => db.query({ query, format: 'JSONEachRow', clickhouse_settings });
      expect((await failure(ask('SELECT * FROM numbers(100)'))).type).toBe('TOO_MANY_ROWS_OR_BYTES');
      expect((await failure(ask('SELECT 1 SETTINGS max_result_rows = 0'))).code).toBe('164');
      expect((await failure(db.command({ query: `DROP TABLE ${t}`, clickhouse_settings }))).code).toBe('164');
      const slow = { ...clickhouse_settings, max_execution_time: 1 };
      const query = 'SELECT sum(sipHash64(number)) FROM numbers_mt(1000000000000)';
      expect((await failure(db.query({ query, format: 'JSONEachRow', clickhouse_settings: slow }))).code).toBe('159');
    });

    test('GET changes nothing', async () => {
      const t = await table('a UInt8');
      const query = encodeURIComponent(`INSERT INTO ${database}.${t} VALUES (1)`);
      const response = await send(`/?query=${query}`);
      expect(response.headers.get('x-clickhouse-exception-code')).toBe('164');
      expect(await (await send('/?query=SELECT%201')).text()).toBe('1\n');
    });

    test('an unknown setting is an error', async () => {
      expect((await failure(rows('SELECT 1', { clickhouse_settings: { no_such: '1' } }))).code).toBe('115');
    });
  });

  describe('inserting', () => {
    test('rows as objects, counted in the summary', async () => {
      const t = await table('a UInt32, s String');
      const values = Array.from({ length: 1_000 }, (_, a) => ({ a, s: `рядок\n\n${a}` }));
      const { summary } = await db.insert({ table: t, values, format: 'JSONEachRow' });
      expect(summary?.written_rows).toBe('1000');
      expect(await rows(`SELECT s FROM ${t} WHERE a = 7`)).toEqual([{ s: 'рядок\n\n7' }]);
    });

    test('RowBinary, blank lines among its bytes', async () => {
      const t = await table('a UInt8, b UInt8');
      const values = Readable.from([Buffer.from([10, 10, 1, 2, 10, 10, 59, 59])], { objectMode: false });
      await db.exec({ query: `INSERT INTO ${t} FORMAT RowBinary`, values });
      expect(await rows(`SELECT a, b FROM ${t} ORDER BY a, b`)).toEqual([
        { a: 1, b: 2 },
        { a: 10, b: 10 },
        { a: 10, b: 10 },
        { a: 59, b: 59 },
      ]);
    });

    test('what stands behind a blank line is data, never SQL', async () => {
      const victim = await table('a UInt8');
      const t = await table('a UInt8, s String');
      const csv = Readable.from([Buffer.from(`1,"a"\n\nDROP TABLE ${victim}\n`)], { objectMode: false });
      await failure(db.insert({ table: t, values: csv, format: 'CSV' }));
      expect(await rows(`SELECT count() AS n FROM ${victim}`)).toHaveLength(1);
      await db.command({ query: `INSERT INTO ${t} VALUES (1, 'a'),\n\n(2, 'b\n\nDROP TABLE ${victim}')` });
      expect(await rows(`SELECT a FROM ${t} ORDER BY a`)).toEqual([{ a: 1 }, { a: 2 }]);
    });

    test('values inside the SQL, with parameters and settings', async () => {
      const t = await table('a UInt8, s String');
      const query = `INSERT INTO ${t} (s, a) SETTINGS async_insert = 0 VALUES ({s:String}, 1 + 1), ('y', 3)`;
      await db.command({ query, query_params: { s: 'x' } });
      await post(`/?database=${database}`, `INSERT INTO ${t} FORMAT JSONEachRow {"a":9,"s":"z"}`);
      expect(await rows(`SELECT a, s FROM ${t} ORDER BY a`)).toEqual([
        { a: 2, s: 'x' },
        { a: 3, s: 'y' },
        { a: 9, s: 'z' },
      ]);
    });

    test('a second statement is refused wherever it stands', async () => {
      const t = await table('a UInt8');
      for (const query of [
        `SELECT 1; DROP TABLE ${t}`,
        `SELECT 1\n;\n\nDROP TABLE ${t}`,
        `INSERT INTO ${t} SELECT 1; DROP TABLE ${t}`,
        `INSERT INTO ${t} VALUES (1); DROP TABLE ${t}`,
      ])
        expect((await failure(db.command({ query }))).code).toMatch(/^(62|33)$/);
      expect(await rows(`SELECT count() AS n FROM ${t}`)).toHaveLength(1);
    });

    test('files of the machine are neither read nor written', async () => {
      const t = await table('s String');
      const file = join(dataDir, 'out.csv');
      await failure(db.command({ query: `INSERT INTO ${t} FROM INFILE '/etc/hostname' FORMAT CSV` }));
      await failure(db.command({ query: `SELECT 1 INTO OUTFILE '${file}'` }));
      expect(await readdir(dataDir)).not.toContain('out.csv');
    });

    test('a row that cannot be read names its number', async () => {
      const t = await table('a UInt8');
      const values = Readable.from([Buffer.from('{"a":1}\n{"a":2}\n{"a":"x"}\n')], { objectMode: false });
      const error = await failure(db.exec({ query: `INSERT INTO ${t} FORMAT JSONEachRow`, values }));
      expect(error.message).toContain('(at row 3)');
      expect(error.message).not.toContain('/spool/');
      expect(await rows(`SELECT a FROM ${t}`)).toEqual([]);
    });

    test('writers and readers side by side', async () => {
      const t = await table('a UInt32');
      async function write(n: number) {
        const values = Array.from({ length: 500 }, (_, i) => ({ a: n * 500 + i }));
        await db.insert({ table: t, values, format: 'JSONEachRow' });
      }
      const read = () => rows(`SELECT count() AS n FROM ${t}`);
      await Promise.all([0, 1, 2, 3, 4, 5].flatMap((n) => [write(n), read()]));
      expect(Number((await rows<{ n: string }>(`SELECT uniqExact(a) AS n FROM ${t}`))[0]?.n)).toBe(3_000);
    });

    test('an upload that breaks off leaves nothing behind', async () => {
      const t = await table('a UInt8');
      const query = encodeURIComponent(`INSERT INTO ${database}.${t} FORMAT JSONEachRow`);
      const upload = httpRequest(`${url}/?query=${query}`, { method: 'POST' });
      upload.on('error', () => {});
      upload.write('{"a":1}\n');
      setTimeout(() => upload.destroy(), 50);
      await new Promise((resolve) => upload.once('close', resolve));
      expect(await rows(`SELECT a FROM ${t}`)).toEqual([]);
    });
  });

  describe('failing', () => {
    test.each([
      ['SELECT nope', '47', 'UNKNOWN_IDENTIFIER', 404],
      ['SELECT * FROM nope', '60', 'UNKNOWN_TABLE', 404],
      ['SELEKT 1 FROM FROM', '62', 'SYNTAX_ERROR', 400],
      ['SELECT throwIf(number = 3) FROM numbers(10)', '395', 'FUNCTION_THROW_IF_VALUE_IS_NON_ZERO', 500],
    ])('%s: code %s, %s, status %i', async (query, code, type, status) => {
      const error = await failure(rows(query));
      expect([error.code, error.type]).toEqual([code, type]);
      const response = await post('/', query);
      expect([response.status, response.headers.get('x-clickhouse-exception-code')]).toEqual([status, code]);
    });

    const halfway = 'SELECT throwIf(number = 900000) AS a, number FROM numbers(1000000) SETTINGS max_block_size = 1000';

    test.each([false, true])('half-way, the reader of a stream learns it (compressed: %s)', async (compressed) => {
      const client = createClient({ url, database, compression: { response: compressed } });
      const result = await client.query({ query: halfway, format: 'JSONEachRow' });
      const reading = (async () => {
        for await (const batch of result.stream()) batch.length;
      })();
      await expect(reading).rejects.toMatchObject({ code: '395' });
      await client.close();
    });

    test('half-way, text is cut off instead of ending in silence', async () => {
      const result = await db.query({ query: halfway, format: 'CSV' });
      await expect(result.text()).rejects.toThrow();
    });

    test('asked to wait for the end, it has the right code', async () => {
      const result = db.query({ query: halfway, format: 'CSV', clickhouse_settings: { wait_end_of_query: 1 } });
      expect((await failure(result)).code).toBe('395');
    });

    test('a reader who hangs up stops the query', async () => {
      const marker = `kill_${randomUUID()}`;
      const running = () =>
        rows(`SELECT 1 AS n FROM system.processes WHERE query LIKE '%${marker}%' AND query NOT LIKE '%processes%'`);
      const controller = new AbortController();
      const query = `SELECT sum(sipHash64(number)) FROM numbers_mt(1000000000000) WHERE '${marker}' != ''`;
      const asked = db.query({ query, format: 'JSONEachRow', abort_signal: controller.signal });
      asked.catch(() => {});
      await eventually(async () => (await running()).length > 0);
      controller.abort();
      await expect(asked).rejects.toThrow();
      await eventually(async () => (await running()).length === 0);
    }, 20_000);
  });

  describe('sessions', () => {
    test('a session keeps its temporary table, and nobody else sees it', async () => {
      const session_id = randomUUID();
      await db.command({ query: 'CREATE TEMPORARY TABLE mine (a UInt8)', session_id });
      await db.command({ query: 'INSERT INTO mine VALUES (5)', session_id });
      expect(await rows('SELECT a FROM mine', { session_id })).toEqual([{ a: 5 }]);
      expect((await failure(rows('SELECT a FROM mine'))).code).toBe('60');
    });

    test('settings of one request do not stay in its session, those that were SET do', async () => {
      const session_id = randomUUID();
      const asked = () => rows<{ n: string }>("SELECT getSetting('max_result_rows') AS n", { session_id });
      await db.command({ query: 'SET max_result_rows = 5', session_id });
      await rows('SELECT 1', { session_id, clickhouse_settings: { max_result_rows: '9' } });
      expect((await asked()).map((row) => Number(row.n))).toEqual([5]);
    });

    test('one query at a time', async () => {
      const session_id = randomUUID();
      const slow = rows('SELECT sleep(1)', { session_id });
      const error = await eventually(async () => {
        const outcome = await rows('SELECT 1', { session_id }).catch((thrown: ClickHouseError) => thrown);
        return outcome instanceof ClickHouseError && outcome;
      });
      expect(error.code).toBe('373');
      await slow;
    });

    test('an unknown session is an error when it must exist', async () => {
      const response = await post(`/?session_id=${randomUUID()}&session_check=1`, 'SELECT 1');
      expect(response.headers.get('x-clickhouse-exception-code')).toBe('372');
    });
  });
});
