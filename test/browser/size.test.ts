import { readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { buildPage } from './build.ts';

const kib = 1024;
let folder: string;

beforeAll(async () => {
  folder = await buildPage();
}, 60_000);

afterAll(() => rm(folder, { recursive: true, force: true }));

/** Bytes on the wire: fonts are compressed already. */
async function wire(file: string): Promise<number> {
  const bytes = await readFile(join(folder, file));
  return file.endsWith('.woff2') ? bytes.length : gzipSync(bytes, { level: 9 }).length;
}

/** What index.html asks for by itself: scripts, styles, modules and fonts loaded ahead. */
async function firstLoad(): Promise<string[]> {
  const html = await readFile(join(folder, 'index.html'), 'utf8');
  return [
    'index.html',
    ...[...html.matchAll(/(?:src|href)="\/([^"]+\.(?:js|css|woff2|svg))"/g)].map(([, file]) => file ?? ''),
  ];
}

describe('the built page', () => {
  test('loads less than 200 KiB at first, fonts included, charts not', async () => {
    const files = await firstLoad();
    const sizes = await Promise.all(files.map(wire));
    expect(files.some((file) => file.includes('draw-'))).toBe(false);
    expect(files.filter((file) => file.endsWith('.woff2'))).toHaveLength(2);
    expect(sizes.reduce((sum, size) => sum + size, 0)).toBeLessThan(200 * kib);
  });

  test('keeps the chart library below 215 KiB, in a file of its own', async () => {
    const [charts, ...others] = (await readdir(join(folder, 'assets'))).filter((file) => file.startsWith('draw-'));
    expect(others).toEqual([]);
    expect(await wire(join('assets', charts ?? ''))).toBeLessThan(215 * kib);
  });

  test('has no inline script or style, so that its policy can be strict', async () => {
    const html = await readFile(join(folder, 'index.html'), 'utf8');
    expect(html).not.toMatch(/<script(?![^>]*\ssrc=)/);
    expect(html).not.toMatch(/<style|\sstyle=|\son\w+=/);
  });
});
