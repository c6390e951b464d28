import { rm } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import type { Browser } from 'playwright-core';
import { violations } from './axe.ts';
import { launch, openPage, settled } from './browser.ts';
import { buildPage } from './build.ts';
import { type Fixture, startFixture } from './fixture.ts';

jest.setTimeout(60_000);

let folder: string;
let browser: Browser;
let fixture: Fixture;

beforeAll(async () => {
  [folder, browser] = await Promise.all([buildPage(), launch()]);
  fixture = await startFixture(folder);
}, 120_000);

afterAll(async () => {
  await browser.close();
  await fixture.stop();
  await rm(folder, { recursive: true, force: true });
});

const checks = [
  { language: 'en', theme: 'light', width: 1440 },
  { language: 'en', theme: 'dark', width: 360 },
  { language: 'uk', theme: 'light', width: 360 },
  { language: 'uk', theme: 'dark', width: 1440 },
] as const;

describe('axe finds nothing', () => {
  test.each(checks)(
    'on the overview in $language, $theme, $width px wide, with charts and with tables',
    async ({ language, theme, width }) => {
      const { page, close } = await openPage(browser, fixture.url, { language, theme, width });
      await settled(page);
      expect(await violations(page)).toEqual([]);
      for (const button of await page.locator('.actions button').all()) await button.click();
      expect(await violations(page)).toEqual([]);
      await close();
    },
  );

  test.each(checks)('around signing in, in $language, $theme, $width px wide', async ({ language, theme, width }) => {
    const { page, close } = await openPage(browser, `${fixture.url}/sign-in`, { language, theme, width, as: null });
    const link = `#token=${'t'.repeat(30)}`;
    const paths = ['/sign-in', '/register', '/forgotten-password', `/confirm${link}`, `/reset-password${link}`];
    for (const path of [...paths, '/reset-password', '/signed-out']) {
      await page.goto('about:blank');
      await page.goto(fixture.url + path);
      await page.locator('h1').waitFor();
      if (path === '/sign-in') {
        await page.locator('input[name="login"]').fill('nobody@example.com');
        await page.locator('input[name="password"]').fill('nothing');
        await page.keyboard.press('Enter');
        await page.locator('.form-problem').waitFor();
      }
      expect([path, await violations(page)]).toEqual([path, []]);
      expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(width);
    }
    await close();
  });

  test('in the open account menu, and on a page for others', async () => {
    const { page, close } = await openPage(browser, `${fixture.url}/requests`, { as: 'analyst', theme: 'dark' });
    await page.getByRole('button', { name: /^Account/ }).click();
    expect(await violations(page)).toEqual([]);
    await close();
  });

  test.each(['/requests', '/events', '/line', '/nowhere'])('on %s', async (path) => {
    const { page, close } = await openPage(browser, fixture.url + path);
    await page.locator('h1').waitFor();
    if (path !== '/nowhere') await settled(page);
    expect(await violations(page)).toEqual([]);
    await close();
  });
});
