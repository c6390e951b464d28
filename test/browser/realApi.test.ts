import { readFile, rm } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import type { Browser } from 'playwright-core';
import { type Fixture, startFixture } from '#api/testing/fixture.ts';
import { type SignIn, seedAccounts } from '#services/auth/seed.ts';
import { type AuthApp, authApp } from '#services/auth/testing/authApp.ts';
import { Browser as Client } from '#services/auth/testing/browser.ts';
import { launch, type OpenedPage, openPage, settled } from './browser.ts';
import { buildPage } from './build.ts';
import { type Company, companyAt, type Row } from './company.ts';

jest.setTimeout(120_000);

let folder: string;
let browser: Browser;
let auth: AuthApp;
let api: Fixture;
let signIn: SignIn;

const snake = (name: string): string => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
const instants = new Set(['submittedAt', 'decidedAt', 'cancelledAt', 'hour', 'occurredAt', 'receivedAt']);
const stored = (row: Row): Record<string, unknown> =>
  Object.fromEntries(
    Object.entries(row).map(([name, value]) => [
      snake(name),
      instants.has(name) && typeof value === 'number'
        ? new Date(value).toISOString().replace('T', ' ').replace('Z', '')
        : value,
    ]),
  );

/** Statistics that are tables; the others are views over facts. */
const isTable = (name: string): boolean => name !== 'sick_rate';

/** The statistics' rows as tables have them: no column twice, sums without columns of views. */
const rowsOf = ({ statistics }: Company) =>
  statistics
    .filter(({ name }) => isTable(name))
    .map(({ name, key, measures, rows }) => ({
      table: `statistics_${name}`,
      rows: rows.map((row) =>
        stored(Object.fromEntries([...key, ...measures].map(({ name }) => [name, row[name] ?? 0]))),
      ),
    }));

const employees = (absences: readonly Row[]): Row[] =>
  [...new Map(absences.map((row) => [row.employeeId, row])).values()].map(
    ({ employeeId, firstName, lastName, department }) => ({
      employeeId: employeeId ?? '',
      firstName: firstName ?? '',
      lastName: lastName ?? '',
      department: department ?? '',
      active: true,
    }),
  );

async function fill(company: Company): Promise<void> {
  await api.createTables();
  for (const { table, rows } of rowsOf(company)) await api.insert(table, rows);
  await api.insert(
    'requests',
    company.requests.map((row) => ({ ...stored(row), steps: 1, modifications: 0, illegal: [] })),
  );
  await api.insert(
    'absence_days',
    company.absences.map(({ firstName: _, lastName: __, ...row }) => stored(row)),
  );
  await api.insert('employees', employees(company.absences).map(stored));
}

beforeAll(async () => {
  [folder, browser] = await Promise.all([buildPage(), launch()]);
  auth = await authApp('sqlite');
  api = await startFixture({ page: folder, authUrl: auth.address });
  await fill(companyAt(Date.now()));
  const seeded = {
    employeeId: 'hanna',
    email: 'hanna@company.example',
    locale: 'en',
    roles: ['employee', 'hr'],
  } as const;
  [signIn] = (await seedAccounts(auth.world, [seeded])) as [SignIn];
}, 120_000);

afterAll(async () => {
  await browser?.close();
  await api?.stop();
  await auth?.stop();
  await rm(folder, { recursive: true, force: true });
});

/** Signs in at the API's own address, through the gateway. */
async function signedIn(): Promise<Client> {
  const client = new Client(api.address);
  const { login, password } = signIn;
  expect((await client.ask('POST', '/api/auth/sign-in', { login, password })).status).toBe(200);
  return client;
}

/** Opens the page with the cookies of a session of its own. */
async function open(path: string): Promise<OpenedPage> {
  const { cookies } = await signedIn();
  const place = { domain: 'localhost', httpOnly: false, secure: false, sameSite: 'Strict', expires: -1 } as const;
  const stored = [...cookies].map(([name, value]) => ({
    name,
    value,
    ...place,
    path: name === 'leaveline_refresh' ? '/api/auth' : '/',
  }));
  return openPage(browser, api.address + path, {
    as: null,
    context: { storageState: { cookies: stored, origins: [] } },
  });
}

describe('the page on the real API', () => {
  test.each([
    '',
    '?period=last-year&department=Sales&department=Finance&leaveType=annual',
    '?from=2026-02-03&to=2026-04-05',
    '?asOf=2026-06-30',
  ])('reads every panel, under the API’s own policy, with the filters "%s"', async (search) => {
    const { page, faults, close } = await open(`/${search}`);
    await settled(page);
    const alerts = await page.getByRole('alert').allInnerTexts();
    expect(alerts).toEqual([]);
    expect(faults).toEqual([]);
    await close();
  });

  test.each([
    '/requests?status=submitted&dated=submitted',
    '/requests?dated=decided',
    '/events?type=auth.login.failed',
    '/line',
  ])('reads %s', async (path) => {
    const { page, faults, close } = await open(path);
    await page.locator('h1').waitFor();
    await settled(page);
    expect(await page.getByRole('alert').allInnerTexts()).toEqual([]);
    expect(faults).toEqual([]);
    await close();
  });

  test('shows the same total that the API computes, and the CSV behind it', async () => {
    const { page, close } = await open('/?period=last-year');
    await settled(page);
    const year = new Date().getFullYear() - 1;
    const client = await signedIn();
    const { body } = await client.ask('GET', `/api/statistics/approval_rate?from=${year}-01-01&to=${year}-12-31`);
    const shown = await page.locator('.figures a', { hasText: 'Approval rate' }).locator('.figure-note').innerText();
    expect(shown.replaceAll(',', '')).toMatch(
      new RegExp(`^${body.total.approvalRate.numerator} of ${body.total.approvalRate.denominator}\\s`),
    );
    await page
      .locator('#approval-rate')
      .getByRole('button', { name: /^Show the table/ })
      .click();
    const saved = page.waitForEvent('download');
    await page.locator('#approval-rate').getByRole('link', { name: /CSV/ }).click();
    expect(await readFile(await (await saved).path(), 'utf8')).toMatch(/^# statistic: approval_rate/);
    await close();
  });
});
