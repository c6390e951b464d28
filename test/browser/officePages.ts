import { rm } from 'node:fs/promises';
import { afterAll, afterEach, beforeAll, beforeEach, expect } from '@jest/globals';
import type { Browser, Locator, Page } from 'playwright-core';
import { violations } from './axe.ts';
import { launch, type OpenedPage, type OpenOptions, openPage } from './browser.ts';
import { buildPage } from './build.ts';
import { type Fixture, startFixture } from './fixture.ts';
import { type Office, startOffice } from './office.ts';
import type { Somebody } from './people.ts';

/** How a page is looked at: both languages, both themes, a desktop and a narrow phone. */
export const looks = [
  { language: 'en', theme: 'light', width: 1440 },
  { language: 'en', theme: 'dark', width: 320 },
  { language: 'uk', theme: 'light', width: 320 },
  { language: 'uk', theme: 'dark', width: 1440 },
] as const;

export const press = (at: Page | Locator, name: string | RegExp): Promise<void> =>
  at.getByRole('button', { name, exact: true }).click();

/** For the tests of a file: pages of a new office for each test; what goes wrong in a page fails its test. */
export function officePages() {
  let folder: string;
  let browser: Browser;
  let fixture: Fixture;
  let office: Office;
  let opened: OpenedPage | undefined;

  beforeAll(async () => {
    [folder, browser] = await Promise.all([buildPage(), launch()]);
    fixture = await startFixture(folder);
  }, 120_000);
  afterAll(async () => {
    await Promise.all([browser?.close(), fixture?.stop()]);
    await rm(folder, { recursive: true, force: true });
  });
  beforeEach(async () => {
    office = await startOffice();
  });
  afterEach(async () => {
    const faults = opened?.faults ?? [];
    await opened?.close();
    opened = undefined;
    await office.stop();
    expect(faults).toEqual([]);
  });

  return {
    office: () => office,
    url: (path: string) => fixture.url + path,
    open: async (path: string, as: Somebody = 'hr', more: OpenOptions = {}): Promise<Page> => {
      const serve = (context: Parameters<Office['serve']>[0]) => office.serve(context, as);
      opened = await openPage(browser, fixture.url + path, { as, serve, ...more });
      await opened.page.locator('h1').waitFor();
      return opened.page;
    },
  };
}

/** Axe finds nothing, and nothing is wider than the page. With SHOTS, a folder, there is a picture of it. */
export async function looksWell(page: Page, name: string): Promise<void> {
  expect([name, await violations(page)]).toEqual([name, []]);
  const { width = 0 } = page.viewportSize() ?? {};
  expect([name, await page.evaluate('document.documentElement.scrollWidth')]).toEqual([name, width]);
  if (process.env.SHOTS) await page.screenshot({ path: `${process.env.SHOTS}/${name}.png`, fullPage: true });
}
