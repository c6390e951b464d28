import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { delimiter, join, resolve } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { copyTree, linkPackages } from './treeCopy.ts';

/** The programs of this machine, without those that packages have brought. */
const path = (process.env.PATH ?? '').split(delimiter).filter((folder) => !folder.includes('node_modules'));
const npm = path.map((folder) => join(folder, 'npm')).find(existsSync) ?? '';

describe('in a fresh clone', () => {
  let clone = '';
  let installer = '';
  beforeEach(() => {
    clone = copyTree();
    installer = join(clone, '.leaveline', 'installer');
    mkdirSync(installer, { recursive: true });
  });
  afterEach(() => rmSync(clone, { recursive: true, force: true }));

  /** Puts a program in the place of the `npm` that the scripts call: it notes its arguments, then does as told. */
  function installBy(command: string): void {
    writeFileSync(join(installer, 'npm'), `#!/bin/sh\necho "$*" >> ${installer}/calls\n${command}\n`, { mode: 0o755 });
  }
  const layPackages = `ln -s ${resolve(import.meta.dirname, '../node_modules')} node_modules`;
  const installs = () => (existsSync(join(installer, 'calls')) ? readFileSync(join(installer, 'calls'), 'utf8') : '');

  function run(...args: string[]) {
    const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('npm_')));
    const { status, stdout, stderr } = spawnSync(npm, args, {
      cwd: clone,
      env: { ...env, PATH: [installer, ...path].join(delimiter) },
      encoding: 'utf8',
    });
    return { status, output: stdout + stderr };
  }

  test('npm test installs the packages, then runs the tests', () => {
    installBy(layPackages);
    expect(run('test', '--', '--listTests', 'lib/')).toMatchObject({
      status: 0,
      output: expect.stringContaining(join(clone, 'lib/dates.test.ts')),
    });
    expect(installs()).toMatch(/^ci .*\n$/);
  });

  test('npm start installs the packages, then starts', () => {
    installBy(layPackages);
    expect(run('start', '--', '--help')).toMatchObject({
      status: 0,
      output: expect.stringContaining('without the demonstration company'),
    });
    expect(installs()).toMatch(/^ci .*\n$/);
  });

  test('nothing is installed when all packages are there', () => {
    installBy('exit 1');
    linkPackages(clone);
    expect(run('start', '--', '--help').status).toBe(0);
    expect(installs()).toBe('');
  });

  test('packages of another version are installed anew', () => {
    mkdirSync(join(clone, 'node_modules'));
    writeFileSync(join(clone, 'node_modules', '.package-lock.json'), '{"packages":{}}');
    installBy(`rm -r node_modules; ${layPackages}`);
    expect(run('start', '--', '--help').status).toBe(0);
    expect(installs()).toMatch(/^ci .*\n$/);
  });

  test.each(['test', 'start'])('npm %s says so in a sentence when the packages cannot be installed', (script) => {
    installBy('exit 1');
    const { status, output } = run(script);
    expect(status).not.toBe(0);
    expect(output).toContain('The packages could not be installed (see above). Check the network and try again.');
  });
});
