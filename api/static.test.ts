import { mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { site } from './static.ts';

let folder: string;
const script = 'let x = 1;\n'.repeat(500);

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'site-'));
  mkdirSync(join(folder, 'dist', 'assets'), { recursive: true });
  writeFileSync(join(folder, 'secret.txt'), 'secret');
  writeFileSync(join(folder, 'dist', 'index.html'), '<!doctype html>');
  writeFileSync(join(folder, 'dist', 'mark.svg'), '<svg/>');
  writeFileSync(join(folder, 'dist', 'assets', 'index-WtsAY-po.js'), script);
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const open = () => site(join(folder, 'dist'));

describe('the page', () => {
  test('answers for every path that names no file', async () => {
    for (const path of ['/', '/index.html', '/requests', '/statistics/vacation_days'])
      expect((await open().find(path))?.type).toBe('text/html; charset=utf-8');
  });

  test('does not answer for files that are not there', async () => {
    for (const path of [
      '/assets/gone.js',
      '/favicon.ico',
      '/../secret.txt',
      '/assets/../../secret.txt',
      '/%2e%2e/secret.txt',
    ])
      expect(await open().find(path)).toBeUndefined();
  });

  test('may be kept for ever where the name changes with the content, and else never', async () => {
    expect((await open().find('/assets/index-WtsAY-po.js'))?.cacheControl).toContain('immutable');
    expect((await open().find('/'))?.cacheControl).toBe('no-cache');
    expect((await open().find('/mark.svg'))?.cacheControl).toBe('no-cache');
  });

  test('is sent in the best coding that the reader takes', async () => {
    const asset = await open().find('/assets/index-WtsAY-po.js');
    const best = await asset?.body('gzip, deflate, br');
    expect(best?.coding).toBe('br');
    expect(brotliDecompressSync(best?.bytes ?? '').toString()).toBe(script);
    const plain = await asset?.body('gzip;q=1.0, br;q=0');
    expect(plain?.coding).toBe('gzip');
    expect(gunzipSync(plain?.bytes ?? '').toString()).toBe(script);
    expect(await asset?.body('')).toEqual({ bytes: Buffer.from(script), coding: null });
  });

  test('is compressed once', async () => {
    const asset = await open().find('/assets/index-WtsAY-po.js');
    const [first, second] = await Promise.all([asset?.body('br'), asset?.body('br')]);
    expect(first?.bytes).toBe(second?.bytes);
  });

  test('is read anew when it was built again', async () => {
    const page = open();
    const before = await page.find('/');
    writeFileSync(join(folder, 'dist', 'index.html'), '<!doctype html><p>new');
    utimesSync(join(folder, 'dist', 'index.html'), new Date(), new Date(Date.now() + 5_000));
    expect((await page.find('/'))?.etag).not.toBe(before?.etag);
  });

  test('that was never built is not there', async () => {
    expect(await site(join(folder, 'nothing')).find('/')).toBeUndefined();
  });
});
