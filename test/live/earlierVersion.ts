import { execFile } from 'node:child_process';
import { cpSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join, resolve } from 'node:path';
import { promisify } from 'node:util';

const root = resolve(import.meta.dirname, '../..');
const shared = ['node_modules', '.leaveline'];
const left = [...shared, '.git'];

/** Runs a program of this code as it was without some files, in a process of its own; resolves to what it printed. */
export async function runWithout(files: readonly string[], program: string, args: readonly string[]): Promise<string> {
  const copy = mkdtempSync(join(tmpdir(), 'leaveline-earlier-'));
  try {
    cpSync(root, copy, { recursive: true, filter: (source) => !left.includes(basename(source)) });
    for (const folder of shared) symlinkSync(join(root, folder), join(copy, folder));
    for (const file of files) rmSync(join(copy, file));
    const { stdout } = await promisify(execFile)(process.execPath, [join(copy, program), ...args], {
      maxBuffer: 2 ** 28,
    });
    return stdout;
  } finally {
    rmSync(copy, { recursive: true, force: true });
  }
}
