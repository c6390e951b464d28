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

/**
 * Package → the first versions without its published advisories, as far as we know them, one for each major that we
 * hold; beside them the advisories that this version mends, the last ones. None: it was never mended, it must not be
 * there.
 */
const mended: Readonly<Record<string, readonly string[]>> = {
  // What runs.
  '@koa/router': ['15.0.0'], // CVE-2026-9495
  '@protobufjs/utf8': ['1.1.1'], // CVE-2026-44288
  ajv: ['8.18.0'], // CVE-2025-69873
  'brace-expansion': ['2.1.7', '5.0.12'], // GHSA-q2hr-2g5m-vwhr
  'cross-spawn': ['7.0.5'], // CVE-2024-21538
  'csv-parse': ['7.0.2'], // GHSA-8cw4-87c7-c6xx
  debug: ['4.4.3'], // CVE-2025-59144
  echarts: ['6.1.0'], // CVE-2026-45249
  'fast-uri': ['3.1.8', '4.1.5'], // GHSA-hrr3-gc8f-f4qj
  fstream: [],
  glob: ['10.5.0', '11.1.0'], // CVE-2025-64756
  inflight: [], // CWE-772; came with exceljs by glob 7.
  jose: ['4.15.5'], // CVE-2024-28176
  'js-yaml': ['3.15.2', '5.4.1'], // GHSA-2883-xcg3-v3hh, GHSA-r3ph-w7gj-g6xm
  koa: ['3.1.2'], // CVE-2026-27959
  kysely: ['0.28.17'], // CVE-2026-44635
  lodash: ['4.18.0'], // CVE-2026-2950, CVE-2026-4800
  minimatch: ['5.1.8', '9.0.7', '10.2.3'], // CVE-2026-27903, CVE-2026-27904
  moment: ['2.31.0'], // CVE-2026-17495
  mysql2: ['3.23.1'], // GHSA-rgwj-5xj2-c3m3
  nodemailer: ['10.0.9'], // GHSA-prgh-xp8r-p3m5, GHSA-g57g-f23g-4646
  'path-to-regexp': ['8.4.0'], // CVE-2026-4923, CVE-2026-4926
  protobufjs: ['7.6.5'], // CVE-2026-59877
  tmp: ['0.2.7'], // CVE-2026-49982
  uuid: ['11.1.1'], // GHSA-w5hq-g745-h8pq
  // What builds and tests, and maildev.
  '@babel/core': ['7.29.6'], // CVE-2026-49356
  '@babel/helpers': ['7.26.10'], // CVE-2025-27789
  '@fastify/static': ['10.1.4'], // GHSA-r799-r9gc-m956
  '@hono/node-server': ['2.1.3'], // GHSA-rmxm-3fg6-px4f
  '@modelcontextprotocol/sdk': ['1.31.0'], // CVE-2026-104850
  '@pkgr/core': ['0.2.9'], // CVE-2025-54313
  'baseline-browser-mapping': ['2.11.0'], // GHSA-w5vr-8v7q-w6rv
  'body-parser': ['2.3.0'], // CVE-2026-12590
  braces: [], // CVE-2026-93687
  browserslist: ['4.28.7'], // GHSA-73wf-gq98-2v4g, GHSA-c83g-rgw3-j3cx
  cookie: ['0.7.0'], // CVE-2024-47764
  'deepmerge-ts': ['8.0.0'], // CVE-2026-40345
  dompurify: ['3.4.16'], // GHSA-p98j-92pf-mc4p
  'engine.io': ['6.6.10'], // GHSA-2gc4-cqfq-p2gv
  'error-ex': ['1.3.4'], // CVE-2025-59330
  express: ['5.0.0'], // CVE-2024-43796
  'express-rate-limit': ['8.2.2'], // CVE-2026-30827
  fastify: ['5.12.5'], // GHSA-4mh8-r7rc-xpvc
  'find-my-way': ['9.7.0'], // CVE-2026-47219
  hono: ['4.13.11'], // GHSA-5r4p-p66f-jhc7
  'ip-address': ['10.7.1'], // GHSA-j6r3-76f7-8jcv, GHSA-h3mg-xc3c-68pw
  'linkify-it': ['5.0.2'], // CVE-2026-59887
  maildev: ['2.2.0'], // CVE-2024-27448
  mailparser: ['3.9.3'], // CVE-2026-3455
  nanoid: ['3.3.18'], // CVE-2026-67213
  'napi-postinstall': ['0.3.2'], // CVE-2025-54313
  picomatch: ['2.3.2', '4.0.4'], // CVE-2026-33671, CVE-2026-33672
  postcss: ['8.5.23'], // CVE-2026-69153
  preact: ['10.28.2'], // CVE-2026-22028
  'proxy-addr': ['2.0.8'], // GHSA-jqcg-44mw-7w3h
  qs: ['6.16.0'], // GHSA-4mjr-xmp4-gh2g, GHSA-x5fp-wj9c-mxmx
  semver: ['6.3.1', '7.5.2'], // CVE-2022-25883
  send: ['0.19.0'], // CVE-2024-43799
  'serve-static': ['2.1.0'], // CVE-2024-43800
  'smol-toml': ['1.9.0'], // GHSA-r4xh-jqrq-34v2
  'smtp-server': ['3.18.3'], // CVE-2026-38728
  'socket.io': ['4.6.2'], // CVE-2024-38355
  'socket.io-parser': ['4.2.7'], // CVE-2026-69185
  'source-map-js': ['1.2.2'], // GHSA-68fv-2mgg-jv7q
  synckit: ['0.11.10'], // CVE-2025-54313
  'tar-fs': ['3.1.1'], // CVE-2025-59343
  vite: ['8.0.16'], // CVE-2026-53571, CVE-2026-53632
  ws: ['8.21.0'], // CVE-2026-48779
  yaml: ['2.8.3'], // CVE-2026-33532
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

  test.each(Object.entries(mended))('hold no %s from before its mended version (%s)', (name, least) => {
    const there = Object.entries(lock.packages).filter(([path]) => path.endsWith(`node_modules/${name}`));
    expect(there.filter(([, { version = '0' }]) => !isMended(version, least))).toEqual([]);
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

/** Not older than the mended version of its own major, or, without one, than every mended version. */
function isMended(version: string, least: readonly string[]): boolean {
  const own = least.filter((each) => each.split('.')[0] === version.split('.')[0]);
  return least.length > 0 && (own.length > 0 ? own : least).every((each) => !isOlder(version, each));
}

/** Of two versions of three numbers. */
function isOlder(version: string, than: string): boolean {
  const [a, b] = [version, than].map((text) => text.split(/[.-]/).slice(0, 3).map(Number));
  const at = [0, 1, 2].find((index) => a?.[index] !== b?.[index]);
  return at !== undefined && (a?.[at] ?? 0) < (b?.[at] ?? 0);
}
