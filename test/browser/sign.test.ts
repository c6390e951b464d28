import { describe, expect, jest, test } from '@jest/globals';
import type { Page } from 'playwright-core';
import { type OpenOptions, settled, until } from './browser.ts';
import { fixturePages } from './fixturePages.ts';
import { people } from './people.ts';
import { rightCode, rightPassword } from './signing.ts';

jest.setTimeout(60_000);

const here = fixturePages();

async function open(path: string, options: OpenOptions = { as: null }): Promise<Page> {
  const page = await here.open(path, options);
  await page.locator('h1').waitFor();
  return page;
}

const pathOf = (page: Page): string => new URL(page.url()).pathname;
const at = (page: Page, path: string): Promise<void> => until(page, `location.pathname === '${path}'`);

async function fill(page: Page, login: string, password: string): Promise<void> {
  await page.getByLabel('Work email').fill(login);
  await page.getByLabel('Password', { exact: true }).fill(password);
  await page.keyboard.press('Enter');
}

describe('signing in', () => {
  test('is asked for first, and leads to where somebody wanted to go, by keyboard alone', async () => {
    const page = await open('/requests?department=Sales');
    expect(pathOf(page)).toBe('/sign-in');
    expect(here.fixture.asked.filter((path) => path.startsWith('/api/'))).toEqual([]);
    await page.keyboard.press('Tab');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Tab');
    await page.keyboard.type(people.hr.login);
    await page.keyboard.press('Tab');
    await page.keyboard.type(rightPassword);
    await page.keyboard.press('Enter');
    await at(page, '/requests');
    expect(new URL(page.url()).search).toBe('?department=Sales');
    await settled(page);
    expect(await page.evaluate('localStorage.length + sessionStorage.length')).toBe(2);
    expect(await page.evaluate('document.cookie')).not.toContain('token');
  });

  test('says neither which of the two was wrong nor whether anybody has the address', async () => {
    const page = await open('/sign-in');
    async function said(login: string, password: string): Promise<string> {
      await fill(page, login, password);
      await until(page, `document.querySelector('.form-problem') !== null && !document.querySelector('[data-busy]')`);
      return page.getByRole('alert').innerText();
    }
    const wrong = await said(people.hr.login, 'wrong password');
    expect(wrong).toContain('the email or the password is wrong, or the account is locked');
    expect(await said('nobody@example.com', rightPassword)).toBe(wrong);
    expect(await page.getByLabel('Work email').inputValue()).toBe('nobody@example.com');
    await fill(page, 'slow@example.com', rightPassword);
    await until(page, `document.querySelector('.form-problem').textContent.includes('in 40 seconds')`);
  });

  test('asks for the second factor where the account has one', async () => {
    const page = await open('/sign-in?to=/line');
    await fill(page, people.admin.login, rightPassword);
    const code = page.getByLabel('Code of the authenticator');
    await code.waitFor();
    expect(await page.evaluate('document.activeElement.name')).toBe('otp');
    await page.keyboard.type('000 000');
    await page.keyboard.press('Enter');
    await page.locator('.form-problem').waitFor();
    await code.fill(rightCode);
    await page.keyboard.press('Enter');
    await at(page, '/line');
  });

  test('leads nowhere outside', async () => {
    const page = await open('/sign-in?to=//example.com/');
    await fill(page, people.hr.login, rightPassword);
    await at(page, '/overview');
    expect(page.url()).toContain(here.fixture.url);
  });
});

describe('a session', () => {
  test('gets a new token before and after the old one ends, and nobody notices', async () => {
    here.fixture.signing.lastsMs = 31_500;
    const page = await open('/overview', {});
    await settled(page);
    await until(
      page,
      `performance.getEntriesByType('resource').filter(({ name }) => name.endsWith('/refresh')).length > 1`,
    );
    here.fixture.signing.tokens.clear();
    await page.getByRole('link', { name: 'Requests', exact: true }).click();
    await settled(page);
    expect(pathOf(page)).toBe('/requests');
    expect(await page.getByRole('alert').count()).toBe(0);
  });

  test('that ended asks to sign in over the page, which stays as it was', async () => {
    const page = await open('/requests?status=submitted', {});
    await settled(page);
    here.fixture.signing.over = true;
    here.fixture.signing.tokens.clear();
    here.fixture.submit();
    const dialog = page.getByRole('dialog', { name: 'Sign in again to go on' });
    await dialog.waitFor();
    await page.keyboard.press('Escape');
    await page.keyboard.press('Escape');
    await dialog.waitFor();
    await fill(page, people.hr.login, rightPassword);
    await dialog.waitFor({ state: 'detached' });
    expect(page.url()).toContain('/requests?status=submitted');
    await until(page, `document.querySelector('[data-live]').dataset.live === 'live'`);
  });

  test('is one for all tabs: they share its tokens, and its end', async () => {
    const page = await open('/line', {});
    await until(page, `document.querySelector('[data-live]').dataset.live === 'live'`);
    const other = await here.opened?.context.newPage();
    await other?.goto(`${here.fixture.url}/line`);
    await other?.locator('h1').waitFor();
    await page.getByRole('button', { name: /^Account/ }).click();
    await page.getByRole('button', { name: 'Sign out' }).click();
    await at(page, '/signed-out');
    if (other) await at(other, '/signed-out');
    await page.goto(`${here.fixture.url}/line`);
    await at(page, '/sign-in');
  });

  test('shows the pages of its roles, and says of another page whose it is', async () => {
    const page = await open('/requests', { as: 'analyst' });
    expect(await page.locator('h1').innerText()).toBe('This page is for others');
    expect(await page.locator('main').innerText()).toContain('with the role: HR or Manager');
    expect(await page.getByRole('link', { name: 'Requests', exact: true }).count()).toBe(0);
    await page.getByRole('link', { name: 'Open the first page' }).click();
    await at(page, '/overview');
  });
});

test.each([
  ['en', 'Set up an authenticator to use: HR', 'Set it up'],
  ['uk', 'Налаштуйте автентифікатор, щоб запрацювали ролі: Кадри', 'Налаштувати'],
] as const)(
  'roles that wait for a second factor are said on every page, and come when there is one: %s',
  async (language, said, link) => {
    here.fixture.signing.account.rule = 'privileged';
    const page = await open('/leave', { as: 'hr', language });
    expect(await page.locator('.withheld').innerText()).toContain(said);
    expect(await page.locator('nav a[href^="/events"]').count()).toBe(0);
    await page.getByRole('link', { name: link }).click();
    await at(page, '/security');
    await page.locator('section p', { hasText: said }).waitFor();
    expect(await page.locator('.withheld').count()).toBe(0);
    await page.locator('[aria-labelledby="factor-title"] button').click();
    await page.fill('dialog input[name="password"]', rightPassword);
    await page.locator('dialog button[type="submit"]').click();
    await page.fill('dialog input[name="code"]', rightCode);
    await page.locator('dialog button[type="submit"]').click();
    await page.locator('nav a[href^="/events"]').waitFor();
    expect(await page.locator('dialog .codes').count()).toBe(1);
    await page.locator('section p', { hasText: said }).waitFor({ state: 'detached' });
  },
);

test('who may do nothing without a second factor begins where it is set up', async () => {
  here.fixture.signing.account.rule = 'everyone';
  const page = await open('/', { as: 'employee' });
  await at(page, '/security');
  await page.locator('section p', { hasText: 'Set up an authenticator to go on.' }).waitFor();
  expect(await page.locator('nav a').count()).toBe(0);
  await page.goto(`${here.fixture.url}/leave`);
  expect(await page.locator('h1').innerText()).toBe('This page is for others');
  expect(await page.locator('.withheld').innerText()).toContain('Set up an authenticator to go on.');
});

test('the bell counts what is unread, as it comes', async () => {
  const page = await open('/line', {});
  await page.getByRole('link', { name: 'Notifications: 3 unread' }).waitFor();
  here.fixture.notify(4);
  await page.getByRole('link', { name: 'Notifications: 4 unread' }).waitFor();
  here.fixture.notify(0);
  await page.getByRole('link', { name: 'Notifications: nothing new' }).click();
  await at(page, '/notifications');
});

describe('a dropped connection', () => {
  test('is said, with the time that the figures are of, and heals by itself', async () => {
    const page = await open('/overview', {});
    await settled(page);
    await until(page, `document.querySelector('[data-live]').dataset.live === 'live'`);
    await here.opened?.context.setOffline(true);
    await until(page, `document.querySelector('[data-live]').dataset.live === 'stale'`);
    expect(await page.locator('[data-live]').innerText()).toMatch(/^As of \d\d:\d\d, reconnecting$/);
    expect(await page.locator('#approval-rate .figure').count()).toBeGreaterThan(0);
    const asked = here.fixture.asked.length;
    await here.opened?.context.setOffline(false);
    await until(page, `document.querySelector('[data-live]').dataset.live === 'live'`);
    await until(page, `document.querySelector('[aria-live="polite"]').textContent.startsWith('Connected again')`);
    expect(here.fixture.asked.length).toBeGreaterThan(asked);
  });

  test('loses nothing of what was typed', async () => {
    const page = await open('/register');
    await page.getByLabel('First name').fill('Олена');
    await here.opened?.context.setOffline(true);
    await page.getByLabel('Last name').fill('Коваль');
    await page.getByLabel('Work email').fill('olena@example.com');
    await page.getByLabel('Password', { exact: true }).fill('чотири слова поспіль');
    await page.keyboard.press('Enter');
    await page.locator('.form-problem').waitFor();
    await here.opened?.context.setOffline(false);
    expect(await page.getByLabel('First name').inputValue()).toBe('Олена');
    await page.getByRole('button', { name: 'Send me a link' }).click();
    await until(page, `document.querySelector('h1').textContent === 'Look into your mail'`);
  });
});

test('auth that does not answer ends no session: figures stay, and come anew when it is back', async () => {
  const page = await open('/requests', {});
  await settled(page);
  await page.route('**/api/auth/refresh', (route) => route.abort());
  here.fixture.signing.tokens.clear();
  await page.getByRole('link', { name: 'The line' }).click();
  await page.getByRole('alert').waitFor();
  expect(await page.getByRole('alert').innerText()).toContain('Leaveline does not answer.');
  expect(await page.getByRole('dialog').count()).toBe(0);
  await page.unroute('**/api/auth/refresh');
  await page.locator('.figures').waitFor();
});

describe('links of mails', () => {
  test('set a new password, whose weakness its field says, and leave no token in the address', async () => {
    const page = await open(`/reset-password#token=${'t'.repeat(30)}`);
    expect(page.url()).not.toContain('token');
    await page.getByLabel('New password').fill('password');
    await page.keyboard.press('Enter');
    await until(page, `document.querySelector('.form-error').textContent.startsWith('Too easy to guess')`);
    await page.getByLabel('New password').fill(rightPassword);
    await page.keyboard.press('Enter');
    await until(page, `document.querySelector('h1').textContent === 'The new password is saved'`);
  });

  test('finish a registration by a button, and say when they are over', async () => {
    const page = await open(`/confirm#token=${'t'.repeat(30)}`);
    await page.getByRole('button', { name: 'Finish' }).click();
    await until(page, `document.querySelector('h1').textContent === 'Your account is ready'`);
    await page.goto('about:blank');
    await page.goto(`${here.fixture.url}/confirm#token=${'o'.repeat(30)}`);
    await page.getByRole('button', { name: 'Finish' }).click();
    await until(page, `document.querySelector('h1').textContent === 'This link does not work any more'`);
  });
});
