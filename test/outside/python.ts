import { execFile } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** Debian's packages for a module, libraries that it links included. */
const packages = {
  pika: ['python3-pika'],
  confluent_kafka: ['python3-confluent-kafka', 'librdkafka1'],
  avro: ['python3-avro'],
} as const;

export type PythonModule = keyof typeof packages;

/** How to start a Python that can import the modules. */
export interface Python {
  readonly command: string;
  /** To be merged into the environment of the process. */
  readonly env: Readonly<Record<string, string>>;
}

const cache = resolve(import.meta.dirname, '../../.leaveline/cache/python');

/**
 * A Python 3 that imports these modules: the machine's own when it has them, else with Debian's packages unpacked (not
 * installed) under `.leaveline/cache/python`. null when there is no Python, or no way to the packages.
 */
export async function pythonWith(...modules: PythonModule[]): Promise<Python | null> {
  const own = { command: 'python3', env: {} };
  if (await imports(own, modules)) return own;
  try {
    const roots = await Promise.all(modules.flatMap((module) => packages[module]).map(unpacked));
    const python = { command: 'python3', env: environment(roots) };
    return (await imports(python, modules)) ? python : null;
  } catch {
    return null;
  }
}

const imports = ({ command, env }: Python, modules: readonly string[]): Promise<boolean> =>
  run(command, ['-c', `import ${modules.join(', ')}`], { env: { ...process.env, ...env } }).then(
    () => true,
    () => false,
  );

/** Where a package's files are; it is fetched once. Two tests at a time do no harm: the first to finish is kept. */
async function unpacked(name: string): Promise<string> {
  const home = join(cache, name);
  if (existsSync(home)) return home;
  mkdirSync(cache, { recursive: true });
  const draft = mkdtempSync(join(cache, `${name}.`));
  try {
    await run('apt-get', ['download', name], { cwd: draft, timeout: 60_000 });
    const file = readdirSync(draft).find((each) => each.endsWith('.deb'));
    if (file === undefined) throw new Error(`no package ${name}`);
    await run('dpkg', ['-x', join(draft, file), join(draft, 'root')]);
    if (!existsSync(home)) renameSync(join(draft, 'root'), home);
    return home;
  } finally {
    rmSync(draft, { recursive: true, force: true });
  }
}

function environment(roots: readonly string[]): Record<string, string> {
  const libraries = roots.flatMap((root) => {
    const folder = join(root, 'usr/lib');
    return existsSync(folder)
      ? readdirSync(folder)
          .filter((each) => each.endsWith('-linux-gnu'))
          .map((each) => join(folder, each))
      : [];
  });
  return {
    PYTHONPATH: roots.map((root) => join(root, 'usr/lib/python3/dist-packages')).join(':'),
    ...(libraries.length > 0 ? { LD_LIBRARY_PATH: libraries.join(':') } : {}),
  };
}
