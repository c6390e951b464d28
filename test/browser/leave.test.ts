import { readFile, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { afterAll, beforeAll, beforeEach, describe, expect, jest, test } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';
import { launch, type OpenedPage, type OpenOptions, openPage } from './browser.ts';
import { buildPage } from './build.ts';
import { type Fixture, startFixture } from './fixture.ts';
import { nextYear } from './leaveService.ts';
import type { Somebody } from './people.ts';
import { recoveryCodes, rightCode, rightPassword } from './signing.ts';

const require = createRequire(import.meta.url);

jest.setTimeout(60_000);

let folder: string;
let browser: Browser;
let axe: string;
let fixture: Fixture;
let opened: OpenedPage | undefined;

beforeAll(async () => {
  [folder, browser, axe] = await Promise.all([
    buildPage(),
    launch(),
    readFile(require.resolve('axe-core/axe.min.js'), 'utf8'),
  ]);
}, 120_000);
afterAll(async () => {
  await browser.close();
  await fixture.stop();
  await rm(folder, { recursive: true, force: true });
});
beforeEach(async () => {
  await opened?.close();
  await fixture?.stop();
  fixture = await startFixture(folder);
});

const open = async (path: string, as: Somebody, more: OpenOptions = {}): Promise<Page> => {
  opened = await openPage(browser, fixture.url + path, { as, ...more });
  await opened.page.locator('h1').waitFor();
  return opened.page;
};

/** What was sent, as `METHOD path`, without the dry runs. */
const sent = (): string[] =>
  fixture.sent.filter(({ path }) => !path.endsWith('/preview')).map(({ method, path }) => `${method} ${path}`);

const choose = async (page: Page, from: string, to: string): Promise<void> => {
  await page.fill('input[name="from"]', from);
  await page.fill('input[name="to"]', to);
  await page.locator('.preview[aria-busy="false"] .count').waitFor();
};

const submit = 'form button[type="submit"]';

describe('my leave', () => {
  test('counts days while they are chosen, and refuses with the reason', async () => {
    const page = await open('/leave', 'employee');
    await choose(page, `${nextYear}-06-10`, `${nextYear}-06-10`);
    expect(await page.locator('.preview .finding-warn').textContent()).toContain('3 of the department are away');
    await choose(page, `${nextYear}-06-01`, `${nextYear}-06-30`);
    expect(await page.locator('.preview .finding-refuse').textContent()).toContain('At most 10 days at once');
    expect(await page.locator(submit).isDisabled()).toBe(true);
  });

  test('offers parts of a day for a single day alone', async () => {
    const page = await open('/leave', 'employee');
    await choose(page, `${nextYear}-07-05`, `${nextYear}-07-06`);
    expect(await page.locator('select[name="dayPart"]').count()).toBe(0);
    await choose(page, `${nextYear}-07-06`, `${nextYear}-07-06`);
    expect(await page.locator('select[name="dayPart"] option').count()).toBe(3);
  });

  test('sends a request whose answer got lost again, under the same key', async () => {
    const page = await open('/leave', 'employee');
    await choose(page, `${nextYear}-07-05`, `${nextYear}-07-06`);
    fixture.lose('/api/vacation/requests');
    await page.locator(`${submit}:not([disabled])`).click();
    await page.getByText('Your request was sent.').first().waitFor();
    const keys = fixture.sent.filter(({ path }) => path === '/api/vacation/requests');
    expect([keys.length, new Set(keys.map(({ headers }) => headers['idempotency-key'])).size]).toEqual([2, 1]);
    expect(fixture.leave.requests.filter(({ requestId }) => requestId.startsWith('made'))).toHaveLength(1);
  });

  test('says what to do when somebody else was faster', async () => {
    const page = await open('/leave/requests/own-1', 'employee');
    await page.getByRole('button', { name: 'Withdraw' }).waitFor();
    fixture.leave.overtake('own-1');
    await page.getByRole('button', { name: 'Withdraw' }).click();
    await page.locator('.toast-failed', { hasText: 'It has changed since you opened it.' }).waitFor();
    expect(fixture.leave.requests.find(({ requestId }) => requestId === 'own-1')?.status).toBe('submitted');
  });

  test('reports an illness', async () => {
    const page = await open('/leave', 'employee');
    await page.getByRole('button', { name: 'I am ill' }).click();
    await page.getByRole('button', { name: 'Report', exact: true }).click();
    await page.locator('.toast').waitFor();
    expect(sent()).toEqual(['POST /api/vacation/sick-notes']);
  });
});

describe('approvals', () => {
  const rows = (page: Page) => page.locator('.queue-item');

  test('decide on several at once, and take it back', async () => {
    const page = await open('/approvals', 'manager');
    await rows(page).first().waitFor();
    await page.getByLabel('Choose all').check();
    await page.getByRole('button', { name: 'Approve 3' }).click();
    await page.getByText('Everything is decided').waitFor();
    await page.getByRole('button', { name: 'Undo' }).click();
    await rows(page).nth(2).waitFor();
    expect(sent()).toEqual([]);
  });

  test('send at once when the page is left', async () => {
    const page = await open('/approvals', 'manager');
    await rows(page).first().getByRole('button', { name: 'Approve' }).click();
    await page.locator('nav a[href="/leave"]').click();
    await page.locator('.leave-form').waitFor();
    expect(sent()).toEqual(['POST /api/vacation/approvals/decisions']);
  });

  test('ask for the reason of a refusal, and work by keyboard alone', async () => {
    const page = await open('/approvals', 'manager');
    await rows(page).first().getByRole('button', { name: 'Refuse' }).focus();
    await page.keyboard.press('Enter');
    await page.locator('dialog textarea').focus();
    await page.keyboard.type('Too many are away');
    await page.locator('dialog').getByRole('button', { name: 'Refuse' }).focus();
    await page.keyboard.press('Enter');
    await page.locator('nav a[href="/leave"]').click();
    await page.locator('.leave-form').waitFor();
    expect(fixture.sent.at(-1)?.body.decisions).toMatchObject([{ decision: 'reject', reason: 'Too many are away' }]);
  });
});

test('the calendar keeps month and department in the address, and shows a feed once', async () => {
  const page = await open(`/calendar?month=${nextYear}-02`, 'manager');
  await page.locator('.away-mark').first().waitFor();
  await page.getByLabel('Department').selectOption('Support');
  await page.getByRole('link', { name: 'Liam Walker' }).waitFor();
  expect(page.url()).toContain(`month=${nextYear}-02&department=Support`);
  await page.getByRole('button', { name: 'Address of my leave' }).click();
  expect(await page.locator('dialog input').inputValue()).toContain('secret-of-feed-0.ics');
});

test('notices are read one by one and all at once', async () => {
  const page = await open('/notifications', 'employee');
  await page.getByRole('button', { name: 'Mark as read' }).first().click();
  await page.getByRole('button', { name: 'Mark all as read' }).click();
  await page.getByText('You have read everything.').waitFor();
  expect(fixture.notices.unread).toBe(0);
});

test('a second factor is set up in three steps, with codes that are shown once', async () => {
  const page = await open('/security', 'employee');
  await page.getByRole('button', { name: 'Set up an authenticator' }).click();
  await page.fill('dialog input[name="password"]', rightPassword);
  await page.locator('dialog button[type="submit"]').click();
  await page.locator('dialog .qr').waitFor();
  await page.fill('dialog input[name="code"]', rightCode);
  await page.locator('dialog button[type="submit"]').click();
  await page.locator('dialog .codes').waitFor();
  expect(await page.locator('dialog .codes code').allTextContents()).toEqual(recoveryCodes);
});

const looks = [
  { language: 'en', theme: 'light', width: 1440 },
  { language: 'uk', theme: 'dark', width: 320 },
] as const;

const audit = `axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] })
  .then(({ violations }) => violations.flatMap(({ id, nodes }) => nodes.map(({ html, failureSummary }) => id + ': ' + html.slice(0, 160) + ' ' + failureSummary.slice(0, 200))))`;

describe.each(looks)('in $language, $theme, $width px wide', (look) => {
  test.each(['/leave', '/leave/requests/own-1', '/approvals', '/calendar', '/notifications', '/security'])(
    'axe finds nothing on %s, and nothing is wider than the page',
    async (path) => {
      const page = await open(path, path === '/leave/requests/own-1' ? 'employee' : 'manager', look);
      await page.locator('.panel, .queue').first().waitFor();
      await page.evaluate(axe);
      expect(await page.evaluate(audit)).toEqual([]);
      expect(await page.evaluate('document.documentElement.scrollWidth <= innerWidth')).toBe(true);
      expect(opened?.faults).toEqual([]);
    },
  );
});
