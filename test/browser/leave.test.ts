import { describe, expect, jest, test } from '@jest/globals';
import type { Page } from 'playwright-core';
import { eventually } from '#lib/testing/eventually.ts';
import { violations } from './axe.ts';
import type { OpenOptions } from './browser.ts';
import { fixturePages } from './fixturePages.ts';
import { nextYear } from './leaveService.ts';
import type { Somebody } from './people.ts';
import { recoveryCodes, rightCode, rightPassword } from './signing.ts';

jest.setTimeout(60_000);

const here = fixturePages();

async function open(path: string, as: Somebody, more: OpenOptions = {}): Promise<Page> {
  const page = await here.open(path, { as, ...more });
  await page.locator('h1').waitFor();
  return page;
}

/** What was sent, as `METHOD path`, without the dry runs. */
const sent = (): string[] =>
  here.fixture.sent.filter(({ path }) => !path.endsWith('/preview')).map(({ method, path }) => `${method} ${path}`);

async function choose(page: Page, from: string, to: string): Promise<void> {
  await page.fill('input[name="from"]', from);
  await page.fill('input[name="to"]', to);
  await page.locator('.preview[aria-busy="false"] .count').waitFor();
}

const submit = 'form button[type="submit"]';

/** Presses Tab until what has the focus is as wanted; nobody has more patience than a hundred of them. */
async function tabTo(page: Page, wanted: string): Promise<void> {
  for (let times = 0; times < 100; times += 1) {
    if (await page.evaluate(`((at) => Boolean(${wanted}))(document.activeElement)`)) return;
    await page.keyboard.press('Tab');
  }
  throw new Error(`Nothing that can be focused is so: ${wanted}`);
}

/** Something that is waited for until it is here.opened. */
function gate() {
  const { promise, resolve } = Promise.withResolvers<void>();
  return { opened: promise, open: resolve };
}

const statusOf = (id: string): string | undefined =>
  here.fixture.leave.requests.find(({ requestId }) => requestId === id)?.status;

describe('my leave', () => {
  test('counts days while they are chosen, warns, and refuses with the reason', async () => {
    const page = await open('/leave', 'employee');
    await choose(page, `${nextYear}-06-10`, `${nextYear}-06-11`);
    expect(await page.locator('.preview .finding-warn').textContent()).toContain('3 of the department are away');
    await page.locator(`${submit}:not([disabled])`, { hasText: 'Ask for 2\u00a0days' }).waitFor();
    await choose(page, `${nextYear}-06-01`, `${nextYear}-06-30`);
    expect(await page.locator('.preview .finding-refuse').textContent()).toContain('At most 10\u00a0days at once');
    expect(await page.locator(submit).isDisabled()).toBe(true);
  });

  test('offers parts of a day for a single day alone, and counts them', async () => {
    const page = await open('/leave', 'employee');
    await choose(page, `${nextYear}-07-05`, `${nextYear}-07-06`);
    expect(await page.locator('select[name="dayPart"]').count()).toBe(0);
    await choose(page, `${nextYear}-07-06`, `${nextYear}-07-06`);
    expect(await page.locator('select[name="dayPart"] option').count()).toBe(3);
    await page.selectOption('select[name="dayPart"]', 'morning');
    await page.locator('.count', { hasText: '0.5\u00a0day' }).waitFor();
    await page.selectOption('select[name="leaveType"]', 'unpaid');
    await page.selectOption('select[name="dayPart"]', 'hours');
    await page.fill('input[name="hours"]', '2');
    await page.locator('.count', { hasText: '0.3\u00a0day' }).waitFor();
  });

  test('is asked for by keyboard alone', async () => {
    const page = await open('/leave', 'employee');
    await page.locator('select[name="leaveType"]').waitFor();
    await tabTo(page, `at.name === 'from'`);
    await page.keyboard.type(`0705${nextYear}`);
    await tabTo(page, `at.name === 'to'`);
    await page.keyboard.type(`0706${nextYear}`);
    await page.locator(`${submit}:not([disabled])`).waitFor();
    await tabTo(page, `at.type === 'submit'`);
    await page.keyboard.press('Enter');
    await page.locator('.own-requests a', { hasText: `5 – 6 Jul ${nextYear}` }).waitFor();
    expect(sent()).toEqual(['POST /api/vacation/requests']);
  });

  test('sends a request whose answer got lost again, under the same key', async () => {
    const page = await open('/leave', 'employee');
    await choose(page, `${nextYear}-07-05`, `${nextYear}-07-06`);
    here.fixture.lose('/api/vacation/requests');
    await page.locator(`${submit}:not([disabled])`).click();
    await page.getByText('Your request was sent.').first().waitFor();
    const keys = here.fixture.sent.filter(({ path }) => path === '/api/vacation/requests');
    expect([keys.length, new Set(keys.map(({ headers }) => headers['idempotency-key'])).size]).toEqual([2, 1]);
    expect(here.fixture.leave.requests.filter(({ requestId }) => requestId.startsWith('made'))).toHaveLength(1);
  });

  test('says what to do when somebody else was faster, and then does it', async () => {
    const page = await open('/leave/requests/own-1', 'employee');
    await page.getByRole('button', { name: 'Withdraw' }).waitFor();
    here.fixture.leave.overtake('own-1', { days: 2 });
    await page.getByRole('button', { name: 'Withdraw' }).click();
    await page.locator('.toast-failed', { hasText: 'Look at it as it is now, and decide again.' }).waitFor();
    expect(statusOf('own-1')).toBe('submitted');
    await page.getByText('2\u00a0days').waitFor();
    await page.getByRole('button', { name: 'Withdraw' }).click();
    await page.locator('.status-withdrawn').waitFor();
  });

  test('is withdrawn, or its cancellation asked for, from the list', async () => {
    const page = await open('/leave', 'employee');
    await page.getByRole('button', { name: 'Withdraw' }).click();
    await page.locator('.own-requests .status-withdrawn').waitFor();
    await page.getByRole('button', { name: 'Cancel it' }).click();
    await page.locator('.own-requests .status-cancellation_requested').waitFor();
    expect([statusOf('own-1'), statusOf('own-2')]).toEqual(['withdrawn', 'cancellation_requested']);
  });

  test('reports an illness, and takes it back', async () => {
    const page = await open('/leave', 'employee');
    await page.getByRole('button', { name: 'I am ill' }).click();
    await page.getByRole('button', { name: 'Report', exact: true }).click();
    await page.locator('.day-sick[title]').first().waitFor();
    await page.getByRole('button', { name: 'Take back' }).click();
    await page.locator('.sick-notes').waitFor({ state: 'detached' });
    expect(here.fixture.leave.sickNotes.map(({ status }) => status)).toEqual(['cancelled']);
  });
});

describe('approvals', () => {
  const rows = (page: Page) => page.locator('.queue-item');
  const decisions = 'POST /api/vacation/approvals/decisions';
  const arrived = (count = 1) => eventually(() => sent().length >= count, 'what the page sends');

  test('decide on several at once; taken back within eight seconds, nothing is sent', async () => {
    const page = await open('/approvals', 'manager');
    await rows(page).first().waitFor();
    await page.clock.install();
    await page.getByLabel('Choose all').check();
    await page.getByRole('button', { name: 'Approve 3' }).click();
    await page.getByText('Everything is decided').waitFor();
    await page.clock.fastForward(7000);
    await page.getByRole('button', { name: 'Undo' }).click();
    await rows(page).nth(2).waitFor();
    await page.clock.fastForward(10_000);
    expect(sent()).toEqual([]);
  });

  test('are sent after eight seconds, and say which of them came too late', async () => {
    const page = await open('/approvals', 'manager');
    await rows(page).first().waitFor();
    await page.clock.install();
    await page.getByLabel('Choose all').check();
    await page.getByRole('button', { name: 'Approve 3' }).click();
    here.fixture.leave.overtake('asked-2');
    await page.clock.fastForward(8000);
    await page.locator('.toast-failed', { hasText: 'Ірина Мельник: It has changed since you opened it.' }).waitFor();
    expect(sent()).toEqual([decisions]);
    expect(['asked-1', 'asked-2', 'asked-3'].map(statusOf)).toEqual(['approved', 'submitted', 'approved']);
    await rows(page).filter({ hasText: 'Ірина Мельник' }).waitFor();
    expect(await rows(page).count()).toBe(1);
  });

  test('stay hidden once they are sent, while the queue is read anew', async () => {
    const page = await open('/approvals', 'manager');
    await rows(page).nth(2).waitFor();
    const queue = gate();
    const asked = gate();
    await page.route('**/api/vacation/approvals', async (route) => {
      asked.open();
      await queue.opened;
      await route.continue();
    });
    await page.clock.install();
    await rows(page).first().getByRole('button', { name: 'Approve' }).click();
    await rows(page).nth(2).waitFor({ state: 'detached' });
    await page.clock.fastForward(8000);
    await asked.opened;
    expect(statusOf('asked-1')).toBe('approved');
    expect(await rows(page).count()).toBe(2);
    await page.getByText('2\u00a0requests').waitFor();
    queue.open();
    await page.locator('[aria-busy="false"] > .queue').waitFor();
    expect(await rows(page).count()).toBe(2);
  });

  test('come back when they could not be sent', async () => {
    const page = await open('/approvals', 'manager');
    await rows(page).nth(2).waitFor();
    await page.route('**/api/vacation/approvals/decisions', (route) => route.abort());
    await page.clock.install();
    await rows(page).first().getByRole('button', { name: 'Approve' }).click();
    await rows(page).nth(2).waitFor({ state: 'detached' });
    await page.clock.fastForward(8000);
    await page.locator('.toast-failed', { hasText: 'Leaveline does not answer.' }).waitFor();
    await rows(page).nth(2).waitFor();
    expect(sent()).toEqual([]);
  });

  test.each([
    ['for another page', (page: Page) => page.locator('nav a[href="/leave"]').click()],
    ['for good', (page: Page) => page.goto('about:blank')],
  ])('are sent at once when it is left %s', async (_, leave) => {
    const page = await open('/approvals', 'manager');
    await rows(page).first().getByRole('button', { name: 'Approve' }).click();
    await leave(page);
    await arrived();
    expect(sent()).toEqual([decisions]);
    expect(statusOf('asked-1')).toBe('approved');
  });

  test('ask for the reason of a refusal, and work by keyboard alone', async () => {
    const page = await open('/approvals', 'manager');
    await rows(page).first().waitFor();
    await tabTo(page, `at.textContent === 'Approve'`);
    await page.keyboard.press('Enter');
    await tabTo(page, `at.textContent === 'Reject'`);
    await page.keyboard.press('Enter');
    await tabTo(page, `at.name === 'reason'`);
    await page.keyboard.type('Too many are away');
    await tabTo(page, `at.textContent === 'Reject' && at.closest('dialog')`);
    await page.keyboard.press('Enter');
    await page.locator('nav a[href="/leave"]').click();
    await arrived(2);
    expect(here.fixture.sent.flatMap(({ body }) => body.decisions)).toMatchObject([
      { requestId: 'asked-1', decision: 'approve', reason: null },
      { requestId: 'asked-2', decision: 'reject', reason: 'Too many are away' },
    ]);
  });

  test('are left to somebody else, and taken back', async () => {
    const page = await open('/approvals', 'manager');
    await page.getByRole('combobox', { name: 'In my place' }).fill('Ірина');
    await page.getByRole('option', { name: 'Ірина Мельник' }).click();
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByText('Saved.').first().waitFor();
    expect(here.fixture.leave.delegation).toMatchObject({ delegateId: 'iryna', whenAway: true });
    await page.getByRole('button', { name: 'Decide myself again' }).click();
    await page.getByRole('combobox', { name: 'In my place' }).waitFor();
    expect(here.fixture.leave.delegation.delegateId).toBeNull();
  });
});

test('the calendar keeps month and department in the address, and shows a feed once', async () => {
  const page = await open(`/calendar?month=${nextYear}-02`, 'manager');
  await page.locator('.away-mark').first().waitFor();
  await page.getByLabel('Department').selectOption('Support');
  await page.getByRole('link', { name: 'Liam Walker' }).waitFor();
  await page.getByRole('button', { name: 'The month after' }).click();
  await page.getByText(`March ${nextYear}`).waitFor();
  expect(page.url()).toContain(`month=${nextYear}-03&department=Support`);
  await page.getByRole('button', { name: 'Address of my leave' }).click();
  expect(await page.locator('dialog input').inputValue()).toContain('secret-of-feed-0.ics');
  await page.locator('dialog header button').click();
  await page.locator('dialog').waitFor({ state: 'detached' });
  await page.locator('.feed').waitFor();
  expect(await page.content()).not.toContain('secret-of-feed-0');
});

describe('notifications', () => {
  test('are read one by one and all at once, and earlier ones when asked for', async () => {
    const page = await open('/notifications', 'employee');
    await page.getByRole('button', { name: 'Mark as read' }).first().click();
    await page.getByText('2 unread notifications').waitFor();
    await page.getByRole('button', { name: 'Mark all as read' }).click();
    await page.getByText('You have read everything.').waitFor();
    expect(here.fixture.notices.unread).toBe(0);
    await page.getByRole('button', { name: 'Show earlier ones' }).click();
    await page.getByText('Olena asks for leave 1', { exact: true }).waitFor();
    expect(await page.locator('.notice').count()).toBe(40);
  });

  test('come as somebody chooses, but for what touches their account', async () => {
    const page = await open('/notifications', 'employee');
    const mail = page.getByLabel('My own requests: By mail');
    const saved = page.waitForResponse((response) => response.request().method() === 'PUT');
    await mail.click();
    await saved;
    expect(await mail.isChecked()).toBe(false);
    expect(here.fixture.notices.choices.filter(({ wanted }) => !wanted)).toMatchObject([
      { kind: 'request', channel: 'mail' },
    ]);
    expect(await page.getByLabel('My account and sign-ins: By mail').isDisabled()).toBe(true);
  });

  test('come by mail in a language of its own', async () => {
    const page = await open('/notifications', 'employee');
    await page.getByLabel('Mail comes in').selectOption('en');
    await page.getByText('Mail comes in this language from now on.').first().waitFor();
    expect(here.fixture.directory.locale).toBe('en');
    expect(here.fixture.sent.at(-1)).toMatchObject({
      method: 'PATCH',
      path: '/api/user/me',
      headers: { 'if-match': '"1"' },
    });
    expect(await page.evaluate('document.documentElement.lang')).toBe('en');
  });
});

describe('security', () => {
  test('ends one session, and all others', async () => {
    const page = await open('/security', 'employee');
    await page.locator('.session').nth(2).waitFor();
    await page.getByRole('button', { name: 'End', exact: true }).first().click();
    await page.locator('.session').nth(2).waitFor({ state: 'detached' });
    await page.getByRole('button', { name: 'End all others' }).click();
    await page.locator('.session').nth(1).waitFor({ state: 'detached' });
    expect(here.fixture.signing.account.sessions.map(({ isThis }) => isThis)).toEqual([true]);
  });

  test('sets up a second factor in three steps, with codes that are shown once, and removes it', async () => {
    const page = await open('/security', 'employee');
    await page.getByRole('button', { name: 'Set up an authenticator' }).click();
    await page.fill('dialog input[name="password"]', 'wrong');
    await page.locator('dialog button[type="submit"]').click();
    await page.getByText('The present password is wrong.').waitFor();
    await page.fill('dialog input[name="password"]', rightPassword);
    await page.locator('dialog button[type="submit"]').click();
    const drawn = await page.locator('dialog .qr path').getAttribute('d');
    expect(drawn?.match(/M/g)?.length).toBeGreaterThan(300);
    await page.fill('dialog input[name="code"]', rightCode);
    await page.locator('dialog button[type="submit"]').click();
    await page.locator('dialog .codes').waitFor();
    expect(await page.locator('dialog .codes code').allTextContents()).toEqual(recoveryCodes);
    await page.keyboard.press('Escape');
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: 'I have kept them' }).click();
    await page.getByText('4\u00a0recovery codes left').waitFor();
    expect(await page.content()).not.toContain(recoveryCodes[0]);
    await page.getByRole('button', { name: 'Remove the authenticator' }).click();
    await page.fill('dialog input[name="password"]', rightPassword);
    await page.locator('dialog button[type="submit"]').click();
    await page.getByRole('button', { name: 'Set up an authenticator' }).waitFor();
    expect(here.fixture.signing.account.factors.has('employee')).toBe(false);
  });

  test('changes the password for who knows it, and ends the other sessions', async () => {
    const page = await open('/security', 'employee');
    async function change(current: string, wanted: string): Promise<void> {
      await page.fill('input[name="currentPassword"]', current);
      await page.fill('input[name="newPassword"]', wanted);
      await page.getByRole('button', { name: 'Change the password' }).click();
    }
    await change('wrong', 'three slow boats');
    await page.getByRole('alert').filter({ hasText: 'The present password is wrong.' }).waitFor();
    await change(rightPassword, 'three slow boats');
    await page.locator('.session').nth(1).waitFor({ state: 'detached' });
    expect(await page.inputValue('input[name="currentPassword"]')).toBe('');
  });
});

const paths = ['/leave', '/leave/requests/own-1', '/approvals', '/calendar', '/notifications', '/security'];
const shown = '.leave-form select, .history, .queue-item, .away-mark, .notice, .session';

describe.each([
  { language: 'en', theme: 'light', width: 1440 },
  { language: 'en', theme: 'dark', width: 320 },
  { language: 'uk', theme: 'light', width: 320 },
  { language: 'uk', theme: 'dark', width: 1440 },
] as const)('in $language, $theme, $width px wide', (look) => {
  test('axe finds nothing on any page, and nothing is wider than the page', async () => {
    const page = await open('/leave', 'manager', look);
    for (const path of paths) {
      await page.goto(here.fixture.url + path);
      await page.locator(shown).first().waitFor();
      expect([path, await violations(page)]).toEqual([path, []]);
      expect([path, await page.evaluate('document.documentElement.scrollWidth')]).toEqual([path, look.width]);
    }
    expect(here.opened?.faults).toEqual([]);
  });
});

test.each([
  ['/leave', 'I am ill'],
  ['/approvals', 'Reject'],
  ['/calendar', 'Address of my leave'],
  ['/security', 'Set up an authenticator'],
])('axe finds nothing in the dialog of %s', async (path, button) => {
  const page = await open(path, 'manager', { theme: 'dark', width: 320 });
  await page.getByRole('button', { name: button }).first().click();
  await page.locator('dialog[open]').waitFor();
  expect(await violations(page)).toEqual([]);
});

test('zoomed to twice its size, a page is a column as on something narrow', async () => {
  const context = { viewport: { width: 720, height: 450 }, deviceScaleFactor: 2 };
  const page = await open('/leave', 'employee', { context });
  for (const [path, grid] of [
    ['/leave', '.leave-grid'],
    ['/notifications', '.notice-grid'],
    ['/security', '.security-grid'],
  ]) {
    await page.goto(here.fixture.url + path);
    await page.locator(shown).first().waitFor();
    const columns = `getComputedStyle(document.querySelector('${grid}')).gridTemplateColumns.split(' ').length`;
    expect([path, await page.evaluate(columns)]).toEqual([path, 1]);
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(720);
  }
});
