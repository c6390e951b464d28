import { execFile } from 'node:child_process';
import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { until } from '#lib/timing.ts';
import { spawnChild } from '#local/child.ts';
import { freePort, listens } from '#local/ports.ts';
import { stopOrphan } from '#local/processes.ts';
import type { Service } from '#local/supervisor.ts';

const run = promisify(execFile);

/**
 * A MariaDB server of a test's own, on a free port, that may be killed; its data survives. The machine's own one is
 * left alone.
 */
export async function mariadbService(): Promise<Service & { readonly url: string }> {
  const port = await freePort();
  return {
    name: 'mariadb',
    url: `mysql://root@127.0.0.1:${port}`,
    start: async ({ dataDir, progress, signal }) => {
      await stopOrphan(dataDir, 'mariadb', progress);
      const folder = join(dataDir, 'mariadb');
      const user = `--user=${process.env.USER ?? 'root'}`;
      await install(folder, user);
      const socket = `--socket=${join(folder, 'mysqld.sock')}`;
      const child = await spawnChild({
        name: 'mariadb',
        command: 'mariadbd',
        args: ['--no-defaults', `--datadir=${folder}`, socket, `--port=${port}`, '--bind-address=127.0.0.1', user],
        dataDir,
      });
      async function look() {
        const death = child.death();
        if (death !== null) throw new Error(death);
        return (await listens(port)) ? null : 'it starts';
      }
      await until(look, { what: 'MariaDB', withinMs: 60_000, signal });
      const { exited, stop } = child;
      return { name: 'mariadb', address: `localhost:${port}`, env: {}, exited, stop, signal: child.signal };
    },
  };
}

/** Makes an empty server whose root needs no password, once. */
async function install(folder: string, user: string): Promise<void> {
  if (existsSync(join(folder, 'mysql'))) return;
  mkdirSync(folder, { recursive: true });
  const args = [
    '--no-defaults',
    `--datadir=${folder}`,
    user,
    '--auth-root-authentication-method=normal',
    '--skip-test-db',
  ];
  await run('mariadb-install-db', args);
}
