import { rm } from 'node:fs/promises';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, jest, test } from '@jest/globals';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import type { TestApp } from '#services/common/testing/app.ts';
import { violations } from './axe.ts';
import { launch, type OpenedPage, type OpenOptions, openPage, settled } from './browser.ts';
import { buildPage } from './build.ts';
import { type Fixture, startFixture } from './fixture.ts';
import { passOn } from './gateway.ts';
import { LetterDesk, weekOfLetters } from './letterDesk.ts';

jest.setTimeout(60_000);

let folder: string;
let browser: Browser;
let fixture: Fixture;
let desk: LetterDesk;
let app: TestApp;
let opened: OpenedPage[];

beforeAll(async () => {
  [folder, browser] = await Promise.all([buildPage(), launch()]);
  fixture = await startFixture(folder);
}, 120_000);

afterAll(async () => {
  await Promise.all([browser?.close(), fixture?.stop()]);
  await rm(folder, { recursive: true, force: true });
});

beforeEach(async () => {
  opened = [];
  desk = new LetterDesk(weekOfLetters());
  app = await desk.app();
});

afterEach(async () => {
  for (const one of opened) await one.close();
  await app.stop();
});

async function open(path = '/dead-letters', options: OpenOptions = {}) {
  const serve = async (context: BrowserContext): Promise<void> =>
    void (await passOn(context, '/api/dead-letters', app, 'admin'));
  const one = await openPage(browser, fixture.url + path, { as: 'admin', ...options, serve });
  opened.push(one);
  await one.page.locator('h1').waitFor();
  if (options.as === undefined) await settled(one.page);
  return one;
}

async function shot(page: Page, name: string): Promise<void> {
  if (process.env.SHOTS) await page.screenshot({ path: `${process.env.SHOTS}/${name}.png` });
}

const rowsOf = (page: Page) => page.locator('.letters-table tbody tr');
const press = (page: Page, name: string) => page.getByRole('button', { name, exact: true }).click();

describe('the page of dead letters', () => {
  test('says how many wait, newest first, a page at a time, and filters by the address', async () => {
    const { page, faults } = await open();
    expect(await page.locator('.answer').innerText()).toMatch(/^63\sletters waiting/);
    expect(await rowsOf(page).count()).toBe(50);
    expect(await rowsOf(page).first().innerText()).toMatch(/Unknown schema/);
    expect(await page.locator('body').innerText()).not.toContain('a@b.example');
    await press(page, 'Show more');
    await rowsOf(page).nth(62).waitFor();
    await page.getByLabel('Publisher').selectOption('/payroll');
    await page.locator('.answer', { hasText: /^2\sletters/ }).waitFor();
    await settled(page);
    expect(new URL(page.url()).search).toBe('?publisher=%2Fpayroll');
    expect(await rowsOf(page).allInnerTexts()).toEqual([
      expect.stringContaining('From the future'),
      expect.stringContaining('Not JSON'),
    ]);
    await page.getByLabel('Why').selectOption('no_person');
    await page.getByText('There are no such letters').waitFor();
    expect(faults).toEqual([]);
  });

  test('shows one with its content, and replays it', async () => {
    const { page, faults } = await open('/dead-letters?publisher=%2Fpayroll');
    await page.getByRole('button', { name: /^Open 0\/60/ }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByText('a@b.example').waitFor();
    await dialog.getByRole('button', { name: 'Replay', exact: true }).click();
    await page.locator('.toast', { hasText: /Sent back: 1\sletter/ }).waitFor();
    await page.locator('.answer', { hasText: /^1\sletter/ }).waitFor();
    expect(desk.replayed).toEqual(['0/60']);
    expect(faults).toEqual([]);
  });

  test('closes those that are chosen, for a reason only; it says who did and why, and opens them again', async () => {
    const { page, faults } = await open('/dead-letters?publisher=%2Fpayroll');
    await page.getByLabel('Choose all that are shown').check();
    await press(page, 'Close with a reason');
    const dialog = page.getByRole('dialog');
    const send = dialog.getByRole('button', { name: 'Close with a reason' });
    expect(await send.isDisabled()).toBe(true);
    await dialog.getByLabel(/^Why/).fill('a test of payroll');
    await send.click();
    await page.getByText('There are no such letters').waitFor();
    await page.getByLabel('State').selectOption('closed');
    await rowsOf(page).nth(1).waitFor();
    await page.getByRole('button', { name: /^Open 0\/60/ }).click();
    await dialog.getByText(/^Closed by .*: a test of payroll$/).waitFor();
    await dialog.getByRole('button', { name: 'Open again' }).click();
    await page.locator('.toast', { hasText: /Open again: 1\sletter/ }).waitFor();
    await page.locator('.answer', { hasText: /^1\sletter closed/ }).waitFor();
    expect(faults).toEqual([]);
  });

  test('takes a closing back at once', async () => {
    const { page } = await open('/dead-letters?publisher=%2Fpayroll');
    await page.locator('.letter-choice input').first().check();
    await press(page, 'Close with a reason');
    await page.getByRole('dialog').getByLabel(/^Why/).fill('by mistake');
    await page.keyboard.press('Tab');
    await page.getByRole('dialog').getByRole('button', { name: 'Close with a reason' }).click();
    await page.locator('.answer', { hasText: /^1\sletter/ }).waitFor();
    await page.locator('.toast').getByRole('button', { name: 'Undo' }).click();
    await page.locator('.answer', { hasText: /^2\sletters/ }).waitFor();
  });

  test('says that a route is stopped, and lets it go on', async () => {
    const why = '2000 of the last 4000 messages became dead letters';
    desk.stopped = [{ route: 'hr.events', note: 'stopped', by: 'ingress', why, at: Date.UTC(2026, 6, 1, 9) }];
    const { page, faults } = await open();
    await page.getByText(/^hr.events is stopped since/).waitFor();
    await shot(page, 'letters-stopped');
    await press(page, 'Let it go on');
    await page.locator('.letters-stopped').waitFor({ state: 'detached' });
    expect(faults).toEqual([]);
  });

  test('is reached from the line, which counts by reason and publisher', async () => {
    const { page, faults } = await open('/line');
    expect(await page.locator('tr', { hasText: '/old-hr' }).innerText()).toMatch(
      /It names nobody\s+\/old-hr\s+Ingress\s+2/,
    );
    await shot(page, 'line');
    await page.getByRole('link', { name: 'Look at them' }).click();
    await rowsOf(page).first().waitFor();
    expect(faults).toEqual([]);
  });

  test('is for administrators alone', async () => {
    const { page } = await open('/dead-letters', { as: 'hr' });
    expect(await page.locator('.letters-table').count()).toBe(0);
    expect(await page.getByRole('link', { name: 'Dead letters' }).count()).toBe(0);
  });
});

describe('axe finds nothing', () => {
  test.each([
    ['en', 'dark', 360],
    ['uk', 'dark', 1440],
    ['uk', 'light', 360],
    ['en', 'light', 1440],
  ] as const)('on the list and on a letter, in %s, %s, %i px wide', async (language, theme, width) => {
    const { page } = await open('/dead-letters', { language, theme, width });
    expect(await violations(page)).toEqual([]);
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(width);
    await page.locator('.letter-choice input').first().check();
    await shot(page, `letters-${language}-${theme}-${width}`);
    await page.locator('.opener').nth(2).click();
    await page.getByRole('dialog').locator('pre').waitFor();
    expect(await violations(page)).toEqual([]);
    await shot(page, `letters-${language}-${theme}-${width}-one`);
  });
});
