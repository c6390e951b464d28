import { rm } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import type { Browser, Page, Route } from 'playwright-core';
import { securityHeaders } from '#lib/http/headers.ts';
import { type TestApp, testApp } from '../../services/common/testing/app.ts';
import { reportRoutes } from '../../services/reports/service.ts';
import { type Office, office } from '../../services/reports/testing/office.ts';
import { violations } from './axe.ts';
import { launch, openPage } from './browser.ts';
import { buildPage } from './build.ts';
import { type Fixture, startFixture } from './fixture.ts';
import { people } from './people.ts';

jest.setTimeout(120_000);

const { employeeId, roles } = people.manager;
let folder: string;
let browser: Browser;
let fixture: Fixture;
let place: Office;
let app: TestApp;
beforeAll(async () => {
  [folder, browser, place] = await Promise.all([buildPage(), launch(), office('sqlite')]);
  fixture = await startFixture(folder);
  place.line.readers.set(employeeId, { roles, sees: ['1', '7', '8'] });
  await place.happens('user.registered', { employeeId, firstName: 'Тарас', email: 'taras@example.org' });
  app = await testApp(reportRoutes(place.world));
});
afterAll(async () => {
  await Promise.all([browser.close(), fixture.stop(), app.stop()]);
  await place.stop();
  await rm(folder, { recursive: true, force: true });
});

/** What the gateway does: hands the request to the real routes, as who is signed in. */
async function toService(route: Route): Promise<void> {
  const request = route.request();
  const { pathname, search } = new URL(request.url());
  const { 'content-type': type, 'if-match': version } = request.headers();
  const got = await app.ask(request.method(), pathname + search, {
    as: { employeeId, roles },
    headers: { ...(type && { 'content-type': type }), ...(version && { 'if-match': version }) },
    ...(request.postData() && { body: request.postData() }),
  });
  await route.fulfill({ status: got.status, headers: Object.fromEntries(got.headers), body: got.text });
}

/** The page under the policy that it is really served with. */
async function underPolicy(route: Route): Promise<void> {
  const response = await route.fetch();
  await route.fulfill({ response, headers: { ...response.headers(), ...securityHeaders } });
}

async function open(language: 'en' | 'uk', theme: 'light' | 'dark', width: number) {
  const opened = await openPage(browser, `${fixture.url}/sign-in`, { language, theme, width, as: 'manager' });
  await opened.page.route('**/api/reports/**', toService);
  await opened.page.route('**/reports', (route) =>
    route.request().resourceType() === 'document' ? underPolicy(route) : route.fallback(),
  );
  await opened.page.goto(`${fixture.url}/reports`);
  return opened;
}

const press = (page: Page, name: string) => page.getByRole('button', { name, exact: true }).click();

describe('the page of reports', () => {
  test('subscribes, shows the report as its mail would, sends it and says what was sent', async () => {
    const { page, faults, close } = await open('uk', 'light', 1440);
    await press(page, 'Новий звіт');
    await page.getByLabel('Мова').selectOption('uk');
    await press(page, 'Зберегти');
    await page.getByText('Щопонеділка о 8:00').waitFor();
    await press(page, 'Переглянути');
    const report = page.frameLocator('iframe');
    await report.getByRole('heading', { name: 'Звіт за тиждень' }).waitFor();
    expect(await report.locator('img').count()).toBe(4);
    if (process.env.SHOTS) await page.screenshot({ path: `${process.env.SHOTS}/preview.png` });
    await page.keyboard.press('Escape');
    await press(page, 'Надіслати зараз');
    await page.getByText('Звіт уже в дорозі.').first().waitFor();
    await place.send();
    await page.getByText('Що надіслано').click();
    await page
      .locator('.report-log')
      .getByText(/^надіслано · на вимогу/)
      .waitFor();
    expect(place.server.arrived.map(({ envelope }) => envelope.rcptTo[0]?.address)).toEqual(['taras@example.org']);
    // The frame refuses its own style sheet (for dark themes) and what the test puts into every page; the report needs
    // neither.
    expect(faults.filter((fault) => !/style|sandboxed/i.test(fault))).toEqual([]);
    await close();
  });

  test('says what is wrong with a pattern, and keeps what was typed', async () => {
    const { page, close } = await open('en', 'light', 1440);
    await press(page, 'New report');
    await page.getByLabel('When it comes').selectOption('own');
    await page.getByLabel('Pattern (cron)').fill('*/5 * * * *');
    await press(page, 'Save');
    await page.getByText('more often than once a day').first().waitFor();
    expect(await page.getByLabel('Pattern (cron)').inputValue()).toBe('*/5 * * * *');
    await close();
  });

  test.each([
    ['en', 'dark', 360],
    ['uk', 'light', 1440],
  ] as const)(
    'has nothing that axe finds, in %s, %s, %i px wide, also in its dialog',
    async (language, theme, width) => {
      const { page, close } = await open(language, theme, width);
      await page.locator('.report').first().waitFor();
      expect(await violations(page)).toEqual([]);
      if (process.env.SHOTS) await page.screenshot({ path: `${process.env.SHOTS}/page-${language}-${width}.png` });
      await press(page, language === 'en' ? 'Change' : 'Змінити');
      await page.getByRole('dialog').waitFor();
      expect(await violations(page)).toEqual([]);
      if (process.env.SHOTS) await page.screenshot({ path: `${process.env.SHOTS}/form-${language}-${width}.png` });
      await close();
    },
  );
});
