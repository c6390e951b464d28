import { describe, expect, jest, test } from '@jest/globals';
import type { Page } from 'playwright-core';
import { eventually } from '#lib/testing/eventually.ts';
import { until } from './browser.ts';
import { fixturePages } from './fixturePages.ts';
import type { Somebody } from './people.ts';

jest.setTimeout(60_000);

const here = fixturePages();

const open = (path: string, as: Somebody): Promise<Page> => here.open(path, { as });

const isNow = (page: Page, state: string): Promise<void> =>
  until(page, `document.querySelector('[data-live]')?.dataset.live === '${state}'`);

const asOf = async (page: Page): Promise<string> => page.locator('[data-live]').innerText();

/** Until this address is asked for once more. */
async function askedAgain(part: string): Promise<void> {
  const before = here.fixture.asked.length;
  const asked = () => here.fixture.asked.slice(before).some((path) => path.includes(part));
  await eventually(asked, `${part} to be asked for again`, 20_000);
}

/** Pages, what each of them reads, and what it shows of it. */
describe.each<[path: string, as: Somebody, reads: string, shows: string]>([
  ['/leave', 'employee', '/api/vacation/requests?', '.own-requests a'],
  ['/leave/requests/own-1', 'employee', '/api/vacation/requests/own-1', '.history li'],
  ['/approvals', 'manager', '/api/vacation/approvals', '.queue-item'],
  ['/calendar', 'manager', '/api/calendar/leave', '.away-mark'],
  ['/notifications', 'employee', '/api/notification/notices', '.notice'],
  ['/security', 'employee', '/api/auth/sessions', '.session'],
  ['/people', 'hr', '/api/user/people?', '.people-table tbody tr'],
  ['/overview', 'hr', '/api/statistics/approval_rate', '#approval-rate .figure'],
  ['/requests', 'manager', '/api/requests', 'main tbody tr'],
  ['/events', 'hr', '/api/events', 'main tbody tr'],
  ['/line', 'admin', '/api/line', 'main tbody tr'],
])('%s', (path, as, reads, shows) => {
  test('keeps what it shows while the connection or a service is gone, says as of when, and catches up by itself', async () => {
    const page = await open(path, as);
    await page.locator(shows).first().waitFor();
    await isNow(page, 'live');
    await page.evaluate('window.isTheSame = true');
    here.fixture.fail(reads);
    await here.opened?.context.setOffline(true);
    await isNow(page, 'stale');
    expect(await asOf(page)).toMatch(/^As of \d\d:\d\d, reconnecting$/);
    const again = askedAgain(reads);
    await here.opened?.context.setOffline(false);
    await again;
    await isNow(page, 'stale');
    expect(await asOf(page)).toMatch(/^As of \d\d:\d\d, reconnecting$/);
    expect(await page.locator(shows).count()).toBeGreaterThan(0);
    here.fixture.fail(null);
    await isNow(page, 'live');
    expect(await page.locator(shows).count()).toBeGreaterThan(0);
    expect(await page.evaluate('window.isTheSame')).toBe(true);
  });

  test('that cannot be read at first says so, and shows it by itself as soon as it can', async () => {
    here.fixture.fail(reads);
    const page = await open(path, as);
    await page.getByRole('alert').filter({ hasText: 'ClickHouse does not answer.' }).first().waitFor();
    expect(await page.locator(shows).count()).toBe(0);
    here.fixture.fail(null);
    await page.locator(shows).first().waitFor();
  });
});

test('who is told of no changes reads everything anew too, once the connection is back', async () => {
  const page = await open('/overview', 'analyst');
  await page.route('**/api/live', (route) => route.fulfill({ status: 403, json: { status: 403, code: 'forbidden' } }));
  await page.reload();
  await page.locator('#approval-rate .figure').first().waitFor();
  await isNow(page, 'frozen');
  await here.opened?.context.setOffline(true);
  await isNow(page, 'stale');
  const again = askedAgain('/api/statistics/approval_rate');
  await here.opened?.context.setOffline(false);
  await again;
  await isNow(page, 'frozen');
});
