import { rm } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import type { Browser, BrowserContext, Page, Route as Request } from 'playwright-core';
import { manualClock } from '#lib/clock.ts';
import { silentLog } from '#lib/log.ts';
import { checkpoint } from '../../services/audit/checkpoints.ts';
import { migrations } from '../../services/audit/migrations.ts';
import { auditRoutes } from '../../services/audit/routes.ts';
import { exportFile, keyFile, signingKey } from '../../services/audit/signing.ts';
import { record } from '../../services/audit/store.ts';
import type { AuditTables } from '../../services/audit/tables.ts';
import { erasure, login, received, registered, submitted } from '../../services/audit/testing/events.ts';
import { insertAccount } from '../../services/auth/accounts.ts';
import { accountsRoutes } from '../../services/auth/routes/accounts.ts';
import { type AuthApp, authApp } from '../../services/auth/testing/authApp.ts';
import { type TestApp, testApp } from '../../services/common/testing/app.ts';
import { type TestDatabase, testDatabase } from '../../services/common/testing/databases.ts';
import { violations } from './axe.ts';
import { launch, openPage, settled } from './browser.ts';
import { buildPage } from './build.ts';
import { type Fixture, startFixture } from './fixture.ts';
import { passOn } from './gateway.ts';
import { people } from './people.ts';

jest.setTimeout(60_000);

let folder: string;
let browser: Browser;
let fixture: Fixture;
let database: TestDatabase<AuditTables>;
let audit: TestApp;
let auth: AuthApp;
let accounts: TestApp;
const clock = manualClock(Date.UTC(2026, 6, 1, 9));

/** Two people; the first one's record is erased at last. The 52 sign-ins are more than a page. */
async function fillAudit(): Promise<void> {
  const events = [
    registered('7', 'Їжак'),
    submitted('7', 'r1'),
    received('vacation.request.approved', { employeeId: '7', requestId: 'r1', decidedBy: 'taras' }),
    ...Array.from({ length: 52 }, () => login('olena')),
    received('some.other.thing', { employeeId: 'olena', what: 'x' }),
    erasure('7'),
  ];
  for (const [minute, event] of events.entries())
    await database.transaction((trx) =>
      record(trx, 'sqlite', clock, { ...event, time: Date.UTC(2026, 6, 1, 6, minute) }),
    );
  const data = database.env.LEAVELINE_DATA;
  const key = signingKey(keyFile(data));
  await checkpoint({ database, key, file: exportFile(data), clock, log: silentLog });
}

/** Everybody of people.ts has an account; the analyst's has a second factor, the employee's is locked. */
async function fillAccounts(): Promise<void> {
  await auth.database.transaction(async (trx) => {
    for (const { employeeId, login: email, roles } of Object.values(people))
      await insertAccount(trx, { employeeId, login: email, passwordHash: '-', roles, locale: 'uk' }, 0);
  });
  const of = (employeeId: string) => auth.database.db.updateTable('accounts').where('employee_id', '=', employeeId);
  await of('andrii').set({ totp_secret: 'sealed' }).execute();
  await of('olena').set({ blocked: 1 }).execute();
}

beforeAll(async () => {
  [folder, browser, database, auth] = await Promise.all([
    buildPage(),
    launch(),
    testDatabase<AuditTables>('sqlite', migrations),
    authApp('sqlite'),
  ]);
  fixture = await startFixture(folder);
  await Promise.all([fillAudit(), fillAccounts()]);
  audit = await testApp(auditRoutes({ database, clock, source: '/audit' }));
  accounts = await testApp(accountsRoutes(auth.world));
}, 120_000);

afterAll(async () => {
  await Promise.all([browser?.close(), fixture?.stop(), audit?.stop(), accounts?.stop()]);
  await Promise.all([database?.drop(), auth?.stop()]);
  await rm(folder, { recursive: true, force: true });
});

async function directory(route: Request): Promise<void> {
  const id = new URL(route.request().url()).pathname.split('/').at(-1);
  const found = Object.values(people).find(({ employeeId }) => employeeId === id);
  if (found === undefined) await route.fulfill({ status: 404, json: { status: 404, code: 'not_found' } });
  else await route.fulfill({ json: { ...found, email: found.login, department: 'Support', active: true } });
}

async function open(path: string, as: 'auditor' | 'admin', options: Parameters<typeof openPage>[2] = {}) {
  async function serve(context: BrowserContext): Promise<void> {
    await context.route('**/api/user/people/*', directory);
    await passOn(context, '/api/audit/', audit, as);
    await passOn(context, '/api/auth/accounts', accounts, as);
  }
  const opened = await openPage(browser, fixture.url + path, { ...options, as, serve });
  await settled(opened.page);
  return opened;
}

async function shot(page: Page, name: string): Promise<void> {
  if (process.env.SHOTS) await page.screenshot({ path: `${process.env.SHOTS}/${name}.png` });
}

const readings = async (): Promise<number> => (await database.db.selectFrom('outbox').select('seq').execute()).length;

describe('the audit search', () => {
  test('says what happened and who did it, newest first, a page at a time', async () => {
    const { page, faults, close } = await open('/audit', 'auditor');
    const rows = page.locator('.audit-table tbody tr');
    expect(await rows.count()).toBe(50);
    expect(await rows.first().innerText()).toMatch(/Erasure asked for[\s\S]*about No\. 7[\s\S]*Unknown/);
    expect(await rows.nth(1).innerText()).toContain('some.other.thing');
    expect(await rows.nth(2).innerText()).toMatch(/Signed in[\s\S]*10\.0\.0\.1[\s\S]*Олена Коваль/);
    await page.getByRole('button', { name: 'Show earlier ones' }).click();
    await page.getByRole('button', { name: /^Open: Joined the company/ }).waitFor();
    expect(await rows.count()).toBe(57);
    expect(await page.locator('.answer').first().innerText()).toMatch(/^57\sevents, newest first/);
    expect(faults).toEqual([]);
    await close();
  });

  test('is narrowed by the address, and reads only when somebody asks: a look is an event itself', async () => {
    const before = await readings();
    const { page, close } = await open('/audit?person=7&from=2026-07-01&to=2026-07-01', 'auditor');
    const rows = page.locator('.audit-table tbody tr');
    expect(await rows.count()).toBe(4);
    expect(await rows.nth(1).innerText()).toMatch(/Leave approved[\s\S]*Тарас Бондар/);
    expect(await readings()).toBe(before + 2);
    await page.getByLabel('Kind').selectOption('vacation.');
    await page.waitForURL(/type=vacation/);
    await rows.nth(2).waitFor({ state: 'detached' });
    await settled(page);
    expect(await rows.count()).toBe(2);
    expect(await readings()).toBe(before + 3);
    await page.getByRole('button', { name: 'Clear the search' }).click();
    await page.waitForURL(`${fixture.url}/audit`);
    await close();
  });

  test('shows one event whole, with what was erased and its place in the chain', async () => {
    const { page, close } = await open('/audit?person=7&type=user.registered', 'auditor');
    await page.getByRole('button', { name: /^Open: Joined the company/ }).click();
    const dialog = page.getByRole('dialog');
    expect(await dialog.locator('div:has(> dt:text-is("firstName"))').innerText()).toContain('erased');
    expect(await dialog.innerText()).not.toContain('Їжак');
    expect(await dialog.locator('div:has(> dt:text-is("Hash"))').innerText()).toMatch(/[0-9a-f]{64}/);
    expect(await dialog.locator('div:has(> dt:text-is("Hash before"))').innerText()).toContain('first of its chain');
    await shot(page, 'event');
    await dialog.getByRole('button', { name: 'Everything about No. 7' }).click();
    await page.waitForURL(`${fixture.url}/audit?person=7`);
    await close();
  });

  test('says what the newest signature covers, and how to check the record', async () => {
    const { page, close } = await open('/audit', 'auditor');
    const proof = page.locator('.audit-proof');
    expect(await proof.innerText()).toMatch(/newest signature covers 57\sevents/);
    expect(await proof.innerText()).toContain('npm run audit:verify');
    await close();
  });
});

describe('the accounts', () => {
  test('get roles, are unlocked and lose a lost second factor, each after a question', async () => {
    const { page, faults, close } = await open('/settings/accounts', 'admin');
    const row = (email: string) => page.locator(`tr:has-text("${email}")`);
    const press = (name: string) => page.getByRole('dialog').getByRole('button', { name, exact: true }).click();
    await row('taras@')
      .getByRole('button', { name: /^Change roles/ })
      .click();
    await page.getByRole('checkbox', { name: /^Auditor/ }).check();
    await press('Save the roles');
    await row('taras@').locator('.role:has-text("Auditor")').waitFor();
    await row('olena@')
      .getByRole('button', { name: /^Unlock/ })
      .click();
    await press('Unlock the account');
    await row('olena@').getByText('Open', { exact: true }).waitFor();
    await row('andrii@')
      .getByRole('button', { name: /^Remove authenticator/ })
      .click();
    await press('Remove it');
    await row('andrii@').getByText('No', { exact: true }).waitFor();
    const events = (await auth.events()).map(({ type, data }) => [type, data.employeeId]);
    expect(events).toEqual([
      ['auth.roles.changed', 'taras'],
      ['auth.account.unlocked', 'olena'],
      ['auth.mfa.removed', 'andrii'],
    ]);
    expect(faults).toEqual([]);
    await close();
  });

  test('cannot be taken from oneself by mistake', async () => {
    const { page, close } = await open('/settings/accounts?search=liam', 'admin');
    const row = page.locator('tbody tr');
    expect(await row.count()).toBe(1);
    expect(await row.getByRole('button', { name: /^Lock/ }).count()).toBe(0);
    await row.getByRole('button', { name: /^Change roles/ }).click();
    expect(await page.getByRole('checkbox', { name: /^Administrator/ }).isDisabled()).toBe(true);
    await close();
  });
});

describe('axe finds nothing', () => {
  test.each([
    ['en', 'dark', 360],
    ['uk', 'light', 1440],
  ] as const)('on either page and its dialog, in %s, %s, %i px wide', async (language, theme, width) => {
    for (const [path, as, button] of [
      ['/audit?person=7', 'auditor', '.opener'],
      ['/settings/accounts', 'admin', '.account-actions .button-secondary'],
    ] as const) {
      const { page, close } = await open(path, as, { language, theme, width });
      expect([path, await violations(page)]).toEqual([path, []]);
      expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(width);
      await shot(page, `${as}-${language}-${width}`);
      await page.locator(button).last().click();
      await page.getByRole('dialog').waitFor();
      expect([path, await violations(page)]).toEqual([path, []]);
      await shot(page, `${as}-${language}-${width}-dialog`);
      await close();
    }
  });
});
