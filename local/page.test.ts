import { mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { isStale } from './page.ts';

describe('the page is built', () => {
  let web = '';
  beforeEach(() => {
    web = mkdtempSync(join(tmpdir(), 'leaveline-web-'));
  });
  afterEach(() => rmSync(web, { recursive: true, force: true }));

  /** Writes a file as if at that hour of a far day, after every package was installed. */
  function file(name: string, hour: number): void {
    mkdirSync(join(web, name, '..'), { recursive: true });
    writeFileSync(join(web, name), '');
    const at = Date.UTC(2099, 0, 1, hour) / 1000;
    utimesSync(join(web, name), at, at);
  }

  test('not where there is none', () => {
    file('index.html', 9);
    expect(isStale(web)).toBe(false);
  });

  test('when it never was', () => {
    file('vite.config.ts', 9);
    expect(isStale(web)).toBe(true);
  });

  test('when a source is newer than what was built, and not otherwise', () => {
    file('vite.config.ts', 9);
    file('dist/index.html', 10);
    expect(isStale(web)).toBe(false);
    file('panels/who.tsx', 11);
    expect(isStale(web)).toBe(true);
  });
});
