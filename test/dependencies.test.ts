import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, test } from '@jest/globals';

const root = resolve(import.meta.dirname, '..');
const read = (file: string): string => readFileSync(join(root, file), 'utf8');

type Versions = Readonly<Record<string, string>>;
const { dependencies, optionalDependencies, devDependencies } = JSON.parse(read('package.json')) as Record<
  string,
  Versions
>;
const all: Versions = { ...dependencies, ...optionalDependencies, ...devDependencies };
const lock = JSON.parse(read('package-lock.json')) as {
  packages: Readonly<Record<string, { resolved?: string; optionalDependencies?: Versions }>>;
};

describe('dependencies', () => {
  test('are pinned to exact versions', () => {
    expect(Object.entries(all).filter(([, version]) => !/^\d+\.\d+\.\d+$/.test(version))).toEqual([]);
  });

  test('each have a line that says why they are here, and no line speaks of one that is gone', () => {
    const told = [...read('docs/dependencies.md').matchAll(/^\| (`.+?) \|/gm)].flatMap(([, cell]) =>
      [...(cell ?? '').matchAll(/`([^`]+)`/g)].map(([, name]) => name),
    );
    const real = Object.keys(all).filter((name) => !name.startsWith('@types/'));
    expect(told.filter((name) => name !== '@types/*').sort()).toEqual(real.sort());
  });

  test('are locked for every platform, without the address of a registry', () => {
    const entries = Object.entries(lock.packages);
    expect(entries.filter(([, { resolved }]) => resolved?.startsWith('http'))).toEqual([]);
    const missing = entries.flatMap(([path, { optionalDependencies: wanted = {} }]) =>
      path === ''
        ? []
        : Object.keys(wanted).filter((name) => !entries.some(([other]) => other.endsWith(`node_modules/${name}`))),
    );
    expect(missing).toEqual([]);
  });
});
