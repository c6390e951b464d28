import { execFile } from 'node:child_process';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

const root = join(import.meta.dirname, '../..');

/** Builds the page into a folder of its own, about two seconds. */
export async function buildPage(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'leaveline-web-'));
  const vite = join(root, 'node_modules/vite/bin/vite.js');
  await promisify(execFile)(process.execPath, [vite, 'build', 'web', '--outDir', folder, '--logLevel', 'warn'], {
    cwd: root,
  });
  return folder;
}
