import { rm } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import type { Browser } from 'playwright-core';
import { type Fixture, startFixture, zone } from '#api/testing/fixture.ts';
import { addDays, localDate, monthOf } from '#lib/dates.ts';
import { clickhouse } from '#sinks/clickhouse.ts';
import { frozenFigures } from '#sinks/frozen/figures.ts';
import { freeze } from '#sinks/frozen/snapshot.ts';
import { viewsOf } from '#tables/views.ts';
import { launch, openPage, settled } from './browser.ts';
import { buildPage } from './build.ts';
import { people } from './people.ts';

jest.setTimeout(120_000);

let folder: string;
let browser: Browser;
let api: Fixture;
let token: string;
const today = localDate(Date.now(), zone);
const month = monthOf(addDays(monthOf(today), -1));

const staff = (department: string, count: number) =>
  Array.from({ length: count }, (_, at) => ({
    employee_id: `${department}${at}`,
    department,
    active: true,
    hired_on: '2015-01-01',
    department_from: ['1900-01-01'],
    departments: [department],
    schedule_from: ['1900-01-01'],
    schedules: [1, 1, 1, 1, 1, 1, 1],
  }));

beforeAll(async () => {
  [folder, browser] = await Promise.all([buildPage(), launch()]);
  api = await startFixture({ page: folder });
  await api.createTables();
  await api.insert('employees', [...staff('Sales', 9), ...staff('Law', 3), ...staff('Press', 2)]);
  const days = { month, leave_type: 'annual', requested_days: 0, cancelled_days: 0 };
  await api.insert(
    'statistics_vacation_days',
    ['Sales', 'Law', 'Press'].map((department) => ({ ...days, department, approved_days: 7 })),
  );
  const away = { day: today, kind: 'sick', department: 'Sales', fraction: 1, working: 1 };
  await api.insert(
    'absence_days',
    ['Sales0', 'Sales1'].map((id) => ({ ...away, employee_id: id, request_id: id })),
  );
  const db = clickhouse(api.part.url, 'leaveline');
  await freeze({ db, figures: frozenFigures(viewsOf(zone), zone), zone }, today, Date.now());
  await db.close();
  token = await api.authority.tokenFor(people.analyst);
}, 120_000);

afterAll(async () => {
  await browser?.close();
  await api?.stop();
  await rm(folder, { recursive: true, force: true });
});

const open = (search: string) => openPage(browser, `${api.address}/overview${search}`, { as: 'analyst', token });

describe('the overview of an analyst', () => {
  test('reads every panel, says of whom it speaks, and leads to no rows', async () => {
    const { page, close } = await open('');
    await settled(page);
    expect(await page.getByRole('alert').allInnerTexts()).toEqual([]);
    const main = page.locator('main');
    expect(await main.innerText()).toContain('groups of five people and more');
    expect(await page.locator('#away-groups .answer').innerText()).toMatch(/^2\speople away/);
    expect(await main.locator('a[href^="/requests"], a[href^="/events"], #latest').count()).toBe(0);
    expect(await page.locator('#vacation-days').innerText()).not.toMatch(/Law|Press/);
    expect(await page.locator('[data-live]').first().getAttribute('data-live')).toBe('frozen');
    await close();
  });

  test('shows nothing of a small department, and says why', async () => {
    const { page, close } = await open('?department=Law');
    await settled(page);
    expect(await page.locator('#vacation-days').innerText()).toContain('Fewer than five people');
    expect(await page.locator('.figures a', { hasText: 'Away today' }).innerText()).toMatch(
      /–\s+Fewer than five people/,
    );
    await close();
  });
});
