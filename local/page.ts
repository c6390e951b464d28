import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { StartContext } from './part.ts';
import { checkout } from './program.ts';
import { runTask } from './task.ts';

/** Builds the web page when there is one and a source of it is newer than what was built. */
export async function buildPage(context: StartContext, web = join(checkout, 'web')): Promise<boolean> {
  if (!isStale(web)) return false;
  await runTask(context, {
    name: 'page',
    failed: 'The page could not be built',
    doing: 'building the page',
    args: [join(checkout, 'node_modules', 'vite', 'bin', 'vite.js'), 'build', web],
    env: { NODE_ENV: 'production' },
    cwd: web,
  });
  return true;
}

/** Whether a source of the page, or a package, is newer than what was built. */
export function isStale(web: string): boolean {
  const config = ['vite.config.ts', 'vite.config.js'].some((name) => existsSync(join(web, name)));
  if (!config) return false;
  const built = modified(join(web, 'dist', 'index.html'));
  const sources = readdirSync(web, { recursive: true, encoding: 'utf8' }).filter(
    (file) => !/^(dist|node_modules)\b/.test(file),
  );
  return [...sources.map((file) => join(web, file)), join(checkout, 'package-lock.json')].some(
    (file) => modified(file) > built,
  );
}

const modified = (file: string): number => statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? 0;
