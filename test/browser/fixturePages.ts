import { rm } from 'node:fs/promises';
import { afterAll, afterEach, beforeAll, beforeEach } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';
import { launch, type OpenedPage, type OpenOptions, openPage } from './browser.ts';
import { buildPage } from './build.ts';
import { type Fixture, startFixture } from './fixture.ts';

/** What the tests of a file work on. */
export interface FixturePages {
  /** Made anew for each test. */
  readonly fixture: Fixture;
  /** The page that was opened last; all are closed after their test. */
  readonly opened: OpenedPage | undefined;
  open(path: string, options?: OpenOptions): Promise<Page>;
}

/** One browser for the tests of a file, and a new fixture for each of them. */
export function fixturePages(): FixturePages {
  let folder: string;
  let browser: Browser;
  let fixture: Fixture;
  const opened: OpenedPage[] = [];
  beforeAll(async () => {
    [folder, browser] = await Promise.all([buildPage(), launch()]);
  }, 120_000);
  afterAll(async () => {
    await browser?.close();
    await rm(folder, { recursive: true, force: true });
  });
  beforeEach(async () => {
    fixture = await startFixture(folder);
  });
  afterEach(async () => {
    for (const one of opened.splice(0)) await one.close();
    await fixture.stop();
  });
  return {
    get fixture() {
      return fixture;
    },
    get opened() {
      return opened.at(-1);
    },
    open: async (path, options = {}) => {
      const one = await openPage(browser, fixture.url + path, options);
      opened.push(one);
      return one.page;
    },
  };
}
