import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { PassThrough, Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { describe, expect, test } from '@jest/globals';
import exceljs from 'exceljs';

const root = resolve(import.meta.dirname, '..');
const read = (file: string): string => readFileSync(join(root, file), 'utf8');

type Versions = Readonly<Record<string, string>>;
const { dependencies, optionalDependencies, devDependencies } = JSON.parse(read('package.json')) as Record<
  string,
  Versions
>;
const all: Versions = { ...dependencies, ...optionalDependencies, ...devDependencies };
const lock = JSON.parse(read('package-lock.json')) as {
  packages: Readonly<Record<string, { resolved?: string; version?: string; optionalDependencies?: Versions }>>;
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

  /** Package → the first version without its published advisory, as far as we know them; null: there is none, it must not be there. */
  const mended: Readonly<Record<string, string | null>> = {
    // CWE-772, never mended; came with exceljs by glob 7.
    inflight: null,
    fstream: null,
    // GHSA-w5hq-g745-h8pq
    uuid: '11.1.1',
    // CVE-2025-54798
    tmp: '0.2.4',
    'cross-spawn': '7.0.5',
    ws: '8.17.1',
    lodash: '4.17.21',
    semver: '6.3.1',
    'path-to-regexp': '8.0.0',
  };

  test.each(Object.entries(mended))('hold no %s from before its mended version (%s)', (name, least) => {
    const there = Object.entries(lock.packages).filter(([path]) => path.endsWith(`node_modules/${name}`));
    const older = there.filter(([, { version = '0' }]) => least === null || isOlder(version, least));
    expect(older).toEqual([]);
  });

  test('that replace what exceljs brings write and read a workbook, whole and as a stream', async () => {
    const book = new exceljs.Workbook();
    book.addWorksheet('Звіт').addRow(['Олена', 1.5]);
    const copy = new exceljs.Workbook();
    await copy.xlsx.load(await book.xlsx.writeBuffer());
    expect(copy.getWorksheet('Звіт')?.getRow(1).getCell(1).value).toBe('Олена');
    const stream = new PassThrough();
    const writer = new exceljs.stream.xlsx.WorkbookWriter({ stream });
    writer.addWorksheet('Рядки').addRow(['Петро', 2]).commit();
    const [bytes] = await Promise.all([buffer(stream), writer.commit()]);
    const rows: unknown[] = [];
    for await (const sheet of new exceljs.stream.xlsx.WorkbookReader(Readable.from([bytes]), {
      sharedStrings: 'cache',
    }))
      for await (const row of sheet) rows.push(row.getCell(1).value);
    expect(rows).toEqual(['Петро']);
  });
});

/** Of two versions of three numbers. */
function isOlder(version: string, than: string): boolean {
  const [a, b] = [version, than].map((text) => text.split(/[.-]/).slice(0, 3).map(Number));
  const at = [0, 1, 2].find((index) => a?.[index] !== b?.[index]);
  return at !== undefined && (a?.[at] ?? 0) < (b?.[at] ?? 0);
}
