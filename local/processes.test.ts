import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { forget, holdDataDir, remember, running, startedAt, stopOrphan } from './processes.ts';

describe('processes of a data folder', () => {
  let dataDir = '';
  beforeEach(() => {
    dataDir = mkdtempSync(join(tmpdir(), 'leaveline-run-'));
  });
  afterEach(() => rmSync(dataDir, { recursive: true, force: true }));

  async function sleeper(): Promise<number> {
    const child = spawn('sleep', ['1000'], { detached: true, stdio: 'ignore' });
    await once(child, 'spawn');
    return child.pid ?? 0;
  }

  test('what an earlier start left running is stopped', async () => {
    const pid = await sleeper();
    remember(dataDir, 'kafka', pid);
    await stopOrphan(dataDir, 'kafka');
    expect(startedAt(pid)).toBeNull();
  });

  test('a process that only got the same id is left alone', async () => {
    const pid = await sleeper();
    remember(dataDir, 'kafka', pid);
    writeFileSync(join(dataDir, 'run', 'kafka.json'), JSON.stringify({ pid, started: 'long ago' }));
    await stopOrphan(dataDir, 'kafka');
    expect(startedAt(pid)).not.toBeNull();
    process.kill(pid, 'SIGKILL');
  });

  test('a name is forgotten only by the process that carries it', async () => {
    const pid = await sleeper();
    remember(dataDir, 'kafka', pid);
    forget(dataDir, 'kafka', pid + 1);
    expect(running(dataDir, 'kafka')).toBe(pid);
    forget(dataDir, 'kafka', pid);
    expect(running(dataDir, 'kafka')).toBeNull();
    process.kill(pid, 'SIGKILL');
  });

  test('a second start in one data folder is refused with the way out', async () => {
    const pid = await sleeper();
    remember(dataDir, 'start', pid);
    expect(() => holdDataDir(dataDir)).toThrow(
      `Leaveline is already running here (process ${pid}). Stop it with Ctrl-C`,
    );
    process.kill(pid, 'SIGKILL');
  });

  test('a start that was killed does not hold its folder', () => {
    writeFileSync(join(dataDir, 'x'), '');
    const release = holdDataDir(dataDir);
    expect(running(dataDir, 'start')).toBe(process.pid);
    release();
    expect(running(dataDir, 'start')).toBeNull();
  });
});
