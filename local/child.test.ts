import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { until } from '#lib/timing.ts';
import { spawnChild } from './child.ts';
import { startedAt } from './processes.ts';

describe('a child process', () => {
  let dataDir = '';
  beforeEach(() => {
    dataDir = mkdtempSync(join(tmpdir(), 'leaveline-child-'));
  });
  afterEach(() => rmSync(dataDir, { recursive: true, force: true }));

  const node = (name: string, script: string) =>
    spawnChild({ name, command: process.execPath, args: ['-e', script], dataDir });
  const written = (output: () => string, text: string) =>
    until(() => (output().includes(text) ? null : 'nothing yet'), { what: text, withinMs: 10_000 });

  test('writes into the log of its name', async () => {
    const child = await node('talker', 'console.log("hello"); console.error("and goodbye")');
    expect(await child.ended).toBe(0);
    expect(readFileSync(join(dataDir, 'logs', 'talker.log'), 'utf8')).toBe('hello\nand goodbye\n');
  });

  test('that dies is described by its code and its last lines, of this run only', async () => {
    await (await node('faulty', 'console.log("an earlier run")')).ended;
    const child = await node('faulty', 'console.log("no such table: people"); process.exit(3)');
    const sentence = await child.exited;
    expect(sentence).toContain('faulty stopped (code 3), log: ');
    expect(sentence).toContain('no such table: people');
    expect(sentence).not.toContain('an earlier run');
  });

  test('that dies of an error is described by it, not by the end of its stack', async () => {
    const child = await node('faulty', 'console.log("{}"); throw new TypeError("no statistic of that name")');
    const [first, second, ...more] = (await child.exited).split('\n');
    expect(first).toContain('faulty stopped (code 1)');
    expect(second?.trim()).toBe('TypeError: no statistic of that name');
    expect(more).toEqual([]);
  });

  test('that ignores SIGTERM is killed after the deadline', async () => {
    const child = await node('deaf', 'process.on("SIGTERM", () => {}); setInterval(() => {}, 1e6); console.log("on")');
    await written(child.output, 'on');
    await child.stop(200);
    expect(await child.ended).toBe('SIGKILL');
    expect(startedAt(child.pid)).toBeNull();
  });

  test('that is frozen can be stopped', async () => {
    const child = await node('frozen', 'setInterval(() => {}, 1e6); console.log("on")');
    await written(child.output, 'on');
    child.signal('SIGSTOP');
    await child.stop();
    expect(await child.ended).toBe('SIGTERM');
  });

  test('takes its own children along when it is killed', async () => {
    const child = await node(
      'parent',
      'const { pid } = require("child_process").spawn("sleep", ["1000"]); console.log("grandchild " + pid + ".")',
    );
    await written(child.output, '.');
    const grandchild = Number(/grandchild (\d+)/.exec(child.output())?.[1]);
    child.signal('SIGKILL');
    await child.ended;
    await until(() => (startedAt(grandchild) === null ? null : 'alive'), { what: 'its end', withinMs: 5_000 });
  });

  test('that cannot be run at all is one sentence', async () => {
    const missing = spawnChild({ name: 'tool', command: 'no-such-program', args: [], dataDir });
    await expect(missing).rejects.toThrow('tool cannot be started: no program no-such-program.');
  });

  test('ends when the process that started it is killed', async () => {
    const module = join(import.meta.dirname, 'child.ts');
    const script = `import { spawnChild } from ${JSON.stringify(module)};
      const child = await spawnChild({ name: 'orphan', command: 'sleep', args: ['1000'], dataDir: ${JSON.stringify(dataDir)} });
      console.log(child.pid); setInterval(() => {}, 1e6);`;
    const starter = spawn(process.execPath, ['--input-type=module', '-e', script], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const pid = Number(
      await new Promise<string>((resolve) => starter.stdout.once('data', (data) => resolve(`${data}`))),
    );
    expect(startedAt(pid)).not.toBeNull();
    starter.kill('SIGKILL');
    await until(() => (startedAt(pid) === null ? null : 'alive'), { what: 'the end of the child', withinMs: 5_000 });
  });

  test.each(["process.kill(process.pid, 'SIGKILL')", 'process.exit(130)'])(
    'never begins, or ends, when the process that starts it ends in the middle of that: %s',
    async (end) => {
      const name = `sleep ${1000 + Math.random()}`;
      const script = `import { spawnChild } from ${JSON.stringify(join(import.meta.dirname, 'child.ts'))};
        void spawnChild({ name: 'orphan', command: 'sleep', args: ['${name.slice(6)}'], dataDir: ${JSON.stringify(dataDir)} });
        ${end};`;
      const starter = spawn(process.execPath, ['--input-type=module', '-e', script], { stdio: 'inherit' });
      await once(starter, 'exit');
      await until(() => spawnSync('pgrep', ['-f', name], { encoding: 'utf8' }).stdout || null, {
        what: 'the end of the child',
        withinMs: 5_000,
      });
    },
  );
});
