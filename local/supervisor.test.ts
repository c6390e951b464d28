import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { until } from '#lib/timing.ts';
import { httpReady } from './httpReady.ts';
import { freePort, listens } from './ports.ts';
import { running } from './processes.ts';
import { programService } from './program.ts';
import { newRun, type Run } from './run.ts';
import { type Screen, silentScreen } from './screen.ts';
import { type Service, supervise } from './supervisor.ts';

/** A role in small: it listens, says when it stops, and dies when asked for /die. */
const fakeRole = `import { createServer } from 'node:http';
import { appendFileSync } from 'node:fs';
const { NAME, PORT, JOURNAL, BROKEN } = process.env;
const note = (text) => appendFileSync(JOURNAL, NAME + ' ' + text + '\\n');
if (BROKEN) { console.error('The setting BROKEN cannot be used.'); process.exit(2); }
note('started with ' + process.env.SEEN);
createServer((request, response) => {
  if (request.url === '/die') process.exit(7);
  response.end('ready');
}).listen(PORT, '127.0.0.1');
process.on('SIGTERM', () => { note('stopped'); process.exit(0); });
`;

describe('a supervised line', () => {
  let dataDir = '';
  let run: Run;
  const said: string[] = [];
  const screen: Screen = { ...silentScreen, say: (text) => void said.push(text) };

  beforeEach(() => {
    dataDir = mkdtempSync(join(tmpdir(), 'leaveline-line-'));
    writeFileSync(join(dataDir, 'role.mjs'), fakeRole);
    said.length = 0;
    run = newRun({ dataDir, env: { JOURNAL: join(dataDir, 'journal') }, screen });
  });
  afterEach(async () => {
    await run.stop();
    rmSync(dataDir, { recursive: true, force: true });
  });

  const role = (name: string, port: number, env: Record<string, string> = {}, gives: Record<string, string> = {}) =>
    programService({
      name,
      file: join(dataDir, 'role.mjs'),
      env: { NAME: name, PORT: String(port), ...env },
      port,
      portRemedy: `set ${name.toUpperCase()}_PORT to a free port.`,
      address: `http://localhost:${port}`,
      gives,
      ready: () => httpReady(`http://127.0.0.1:${port}/`),
    });
  const journal = async () =>
    (await import('node:fs')).readFileSync(join(dataDir, 'journal'), 'utf8').trim().split('\n');
  function only() {
    const one = run.groups[0]?.[0];
    if (one === undefined) throw new Error('nothing runs');
    return one;
  }

  test('starts group after group, hands each what the earlier ones gave, and stops in reverse', async () => {
    await run.start([role('kafka', await freePort(), {}, { SEEN: 'brokers' })]);
    await run.start([role('streams', await freePort(), {}, { SEEN: 'rows' })]);
    await run.start([role('api', await freePort())]);
    await run.stop();
    expect(await journal()).toEqual([
      'kafka started with undefined',
      'streams started with brokers',
      'api started with rows',
      'api stopped',
      'streams stopped',
      'kafka stopped',
    ]);
  });

  test('starts a part again that was killed, and says so', async () => {
    await run.start([role('streams', await freePort())]);
    await only().kill();
    await only().serving();
    expect(only().restarts).toBe(1);
    expect(await httpReady(`${only().part.address}/`)).toBeNull();
    expect(said[0]).toMatch(/^streams stopped \(SIGKILL\), log: .*streams\.log\. Starting it again\.$/);
    expect(said[1]).toMatch(/^streams is back after \d+\.\d s\.$/);
  });

  test('starts a part again that ended by itself', async () => {
    await run.start([role('streams', await freePort())]);
    await fetch(`${only().part.address}/die`).catch(() => {});
    await until(() => (only().restarts === 1 ? null : 'not noticed'), { what: 'the restart', withinMs: 4_000 });
    await only().serving();
    expect(said[0]).toContain('streams stopped (code 7)');
  });

  test('tries until a part can be started again, and says each time why not', async () => {
    const service = role('sinks', await freePort());
    const answers = [null, 'No space left.\nmore', 'No space left.', null];
    const start: Service['start'] = (context) => {
      const fault = answers.shift();
      return fault ? Promise.reject(new Error(fault)) : service.start(context);
    };
    const one = await supervise(
      { name: 'sinks', start },
      { context: run.context('sinks'), say: screen.say, backoff: { firstMs: 1, maxMs: 10 } },
    );
    await one.kill();
    await one.serving();
    await one.stop();
    expect(said.slice(1, -1)).toEqual(['No space left. (trying again)', 'No space left. (trying again)']);
    expect(said.at(-1)).toMatch(/^sinks is back/);
  });

  test('a part that dies at the first start gives up the others, and its last words are the error', async () => {
    const good = role('kafka', await freePort());
    const bad = role('ingress', await freePort(), { BROKEN: '1' });
    await expect(run.start([good, bad])).rejects.toThrow(
      /ingress stopped \(code 2\).*\n +The setting BROKEN cannot be used\./,
    );
    await run.stop();
    expect(running(dataDir, 'kafka')).toBeNull();
    expect(running(dataDir, 'ingress')).toBeNull();
  });

  test('a taken port is one sentence that names the variable', async () => {
    const port = await freePort();
    await run.start([role('api', port)]);
    const other = newRun({ dataDir: join(dataDir, 'other'), env: { JOURNAL: join(dataDir, 'journal') }, screen });
    await expect(other.start([role('api', port)])).rejects.toThrow(
      `Port ${port} is taken by another program. Stop it, or set API_PORT to a free port.`,
    );
  });

  test('what an earlier start left running on the port is stopped, not complained about', async () => {
    const port = await freePort();
    const orphan = await role('api', port).start({ ...run.context('api'), again: false });
    await run.start([role('api', port)]);
    expect(await orphan.exited).toContain('api stopped (code 0)');
    expect(await listens(port)).toBe(true);
  });

  test('can be stopped while a part is being started again', async () => {
    const port = await freePort();
    await run.start([role('streams', port)]);
    await only().kill();
    await run.stop();
    expect(await listens(port)).toBe(false);
    expect(running(dataDir, 'streams')).toBeNull();
  });
});
