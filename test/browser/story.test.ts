import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';
import { addDays, localDate } from '#lib/dates.ts';
import { until } from '#lib/timing.ts';
import { type Line, startLine } from '#local/line.ts';
import { Browser as Client } from '#services/auth/testing/browser.ts';
import { en as approvalsEn } from '../../web/areas/approvals/messages/en.ts';
import { uk as approvalsUk } from '../../web/areas/approvals/messages/uk.ts';
import { en as leaveEn } from '../../web/areas/leave/messages/en.ts';
import { uk as leaveUk } from '../../web/areas/leave/messages/uk.ts';
import { launch, type OpenedPage, openPage } from './browser.ts';

jest.setTimeout(120_000);

/** The whole system, with a small company that works while the stories are told. */
let line: Line;
let browser: Browser;
let origin: string;
const dataDir = mkdtempSync(join(tmpdir(), 'leaveline-story-'));

beforeAll(async () => {
  [line, browser] = await Promise.all([startLine({ dataDir, ports: 'free', people: 40 }), launch()]);
  origin = line.addresses.api ?? '';
}, 240_000);
afterAll(async () => {
  await Promise.all([browser?.close(), line?.stop()]);
  rmSync(dataDir, { recursive: true, force: true });
}, 60_000);

/** Set SCREENSHOTS to a folder to look at what the stories see. */
const picture = (page: Page, name: string): Promise<unknown> =>
  process.env.SCREENSHOTS ? page.screenshot({ path: join(process.env.SCREENSHOTS, `${name}.png`) }) : Promise.resolve();

/** The seeded sign-in of a role. */
function signInOf(role: string) {
  const found = line.signIns.find(({ roles }) => roles.includes(role));
  if (!found) throw new Error(`Nobody signs in as ${role}.`);
  return found;
}

/** The API as somebody, without a page. */
async function client(role: string): Promise<Client> {
  const at = new Client(origin);
  const { login, password } = signInOf(role);
  expect((await at.ask('POST', '/api/auth/sign-in', { login, password })).status).toBe(200);
  return at;
}

interface Mail {
  readonly subject: string;
  readonly text: string;
  readonly to: readonly { readonly address: string }[];
}

async function mailsTo(address: string): Promise<Mail[]> {
  const answer = await fetch(`${line.addresses.mail}/api/email`);
  return ((await answer.json()) as Mail[]).filter(({ to }) => to.some((one) => one.address === address));
}

async function mailTo(address: string, matching: RegExp): Promise<Mail> {
  const found = async () => (await mailsTo(address)).find(({ subject }) => matching.test(subject));
  await until(async () => ((await found()) ? null : 'no such mail'), { what: String(matching), withinMs: 30_000 });
  return (await found()) as Mail;
}

async function signIn(page: Page, login: string, password: string): Promise<void> {
  await page.fill('input[name="login"]', login);
  await page.fill('input[name="password"]', password);
  await page.click('button[type="submit"]');
}

/** Opens a page as the seeded sign-in of a role. */
async function pageOf(role: string, path: string, language: 'uk' | 'en'): Promise<OpenedPage> {
  const opened = await openPage(browser, `${origin}/sign-in?to=${encodeURIComponent(path)}`, { as: null, language });
  const { login, password } = signInOf(role);
  await signIn(opened.page, login, password);
  await opened.page.waitForURL(`${origin}${path}`);
  return opened;
}

/** People of the manager who have no account yet. */
async function newcomers(): Promise<{ employeeId: string; email: string; firstName: string }[]> {
  const manager = await client('manager');
  const me = (await manager.ask('GET', '/api/auth/me')).body.employeeId;
  const known = new Set(line.signIns.map(({ login }) => login));
  const { rows } = (await manager.ask('GET', `/api/user/people?managerId=${me}&active=true`)).body;
  return rows.filter(({ email }: { email: string | null }) => email !== null && !known.has(email));
}

async function decisions(at: Client): Promise<number> {
  const { body } = await at.ask('GET', '/api/statistics/approval_rate');
  return Number(body.total.approved);
}

const words = { en: { ...approvalsEn, ...leaveEn }, uk: { ...approvalsUk, ...leaveUk } } as const;
const audited = [
  'auth.login.failed',
  'auth.login.succeeded',
  'vacation.request.submitted',
  'vacation.request.approved',
];
const password = 'four quiet rivers and a boat';

/** Chooses two days of next year that are free; which ones depends on what the company has been doing. */
async function chooseDays(page: Page): Promise<{ from: string; to: string }> {
  const year = Number(localDate(Date.now(), 'Europe/Kyiv').slice(0, 4)) + 1;
  for (let week = 0; week < 40; week++) {
    const from = addDays(`${year}-02-02`, week * 7);
    const to = addDays(from, 1);
    await page.fill('input[name="from"]', from);
    await page.fill('input[name="to"]', to);
    await page.locator('.preview[aria-busy="false"] .count').waitFor();
    if (await page.locator('form button[type="submit"]').isEnabled()) return { from, to };
  }
  throw new Error('No two days are free.');
}

describe.each([
  ['uk', 0],
  ['en', 1],
] as const)('the whole story in %s', (language, turn) => {
  const text = words[language];
  let person: Awaited<ReturnType<typeof newcomers>>[number];
  let own: OpenedPage;
  let before: number;
  let hr: Client;
  let days: Awaited<ReturnType<typeof chooseDays>>;

  beforeAll(async () => {
    person = (await newcomers())[turn] as typeof person;
    hr = await client('hr');
    before = await decisions(hr);
  });
  afterAll(() => own?.close());

  test('somebody of the company registers, by a link that is mailed', async () => {
    own = await openPage(browser, `${origin}/register`, { as: null, language });
    const { page } = own;
    await page.fill('input[name="firstName"]', person.firstName);
    await page.fill('input[name="lastName"]', 'Story');
    await page.fill('input[name="email"]', person.email);
    await page.fill('input[name="password"]', password);
    await picture(page, `${language}-1-register`);
    await page.click('button[type="submit"]');
    const { text: mail } = await mailTo(person.email, /Confirm|Підтвердьте/);
    await page.goto(/https?:\S+#token=[\w-]+/.exec(mail)?.[0] ?? 'no link');
    await page.click('button[type="submit"]');
    await page.click('a[href="/sign-in"]');
  });

  test('signs in, once wrongly', async () => {
    const { page } = own;
    await signIn(page, person.email, 'something else entirely');
    await page.waitForSelector('[role="alert"]:not(:empty)');
    await picture(page, `${language}-2-wrong`);
    await signIn(page, person.email, password);
    await page.waitForURL(`${origin}/leave`);
  });

  test('asks for two days, which are counted while they are chosen', async () => {
    const { page } = own;
    days = await chooseDays(page);
    await picture(page, `${language}-3-ask`);
    await page.click('form button[type="submit"]');
    await page.getByText(text['leave.sent']).first().waitFor();
    await page.getByRole('button', { name: text['leave.year.after'] }).click();
    await page.locator('.status-submitted').first().waitFor();
  });

  test('the manager sees it in the queue, and approves', async () => {
    const opened = await pageOf('manager', '/approvals', language);
    const { requests } = (await hr.ask('GET', `/api/vacation/requests?employeeId=${person.employeeId}`)).body;
    const { requestId } = requests.find(({ from }: { from: string }) => from === days.from);
    const item = opened.page.locator(`.queue-item:has(a[href="/leave/requests/${requestId}"])`);
    await item.waitFor();
    await picture(opened.page, `${language}-4-approvals`);
    await item.getByRole('button', { name: text['approvals.approve'] }).click();
    await opened.page.click('a[href="/calendar"]');
    await own.page.locator(`tr:has(a[href="/leave/requests/${requestId}"]) .status-approved`).waitFor();
    await picture(own.page, `${language}-5-approved`);
    expect(opened.faults).toEqual([]);
    await opened.close();
  });

  test('a mail in the person’s language says so, and the page too', async () => {
    const { subject } = await mailTo(person.email, /approved|погоджено/i);
    expect(subject).not.toBe('');
    await own.page.goto(`${origin}/notifications`);
    await own.page.locator('.notice').first().waitFor();
    await picture(own.page, `${language}-6-notifications`);
  });

  test('the audit has the wrong sign-in, the right one and the decision', async () => {
    const auditor = await client('auditor');
    async function missing(): Promise<string | null> {
      const { body } = await auditor.ask('GET', `/api/audit/entries?person=${person.employeeId}&limit=100`);
      const seen = new Set((body.entries as { type: string }[]).map(({ type }) => type));
      return audited.find((type) => !seen.has(type)) ?? null;
    }
    await until(missing, { what: 'the audit', withinMs: 100_000 });
    expect(await missing()).toBeNull();
  });

  test('the dashboard has moved', async () => {
    const moved = async () => ((await decisions(hr)) > before ? null : 'as before');
    await until(moved, { what: 'the approvals of the dashboard', withinMs: 30_000 });
    const opened = await pageOf('hr', '/overview', language);
    await opened.page.locator('.figures .figure').first().waitFor();
    await picture(opened.page, `${language}-7-overview`);
    const rows = await hr.ask('GET', `/api/requests?employeeId=${person.employeeId}&limit=5`);
    expect(rows.body.rows[0]).toMatchObject({ ...days, status: 'approved' });
    expect(opened.faults).toEqual([]);
    await opened.close();
  });

  test('nothing went wrong in the page meanwhile', () => {
    expect(own.faults).toEqual([]);
  });
});
