import { describe, expect, jest, test } from '@jest/globals';
import { type OpenOptions, settled, until } from './browser.ts';
import { fixturePages } from './fixturePages.ts';

jest.setTimeout(60_000);

const here = fixturePages();

async function open(path = '/', options: OpenOptions = {}) {
  const page = await here.open(path, options);
  await settled(page);
  return page;
}

describe('filters', () => {
  test('are kept in the address, sent to the API, and come back with the address and the back button', async () => {
    const page = await open();
    await page.getByRole('radio', { name: 'Last year' }).check();
    await page.getByRole('button', { name: 'Department: All departments' }).click();
    await page.getByRole('checkbox', { name: 'Sales' }).check();
    await page.getByRole('checkbox', { name: 'Finance' }).check();
    await page.keyboard.press('Escape');
    await settled(page);
    expect(new URL(page.url()).search).toBe('?period=last-year&department=Sales&department=Finance');
    const year = new Date().getFullYear() - 1;
    expect(here.fixture.asked.some((path) => path.includes('department=Sales&department=Finance'))).toBe(true);
    expect(
      here.fixture.asked.some((path) =>
        path.startsWith(`/api/statistics/vacation_days?from=${year}-01-01&to=${year}-12-31&department=Sales`),
      ),
    ).toBe(true);
    const answer = await page.locator('#vacation-days .answer').innerText();

    await page.reload();
    await settled(page);
    expect(await page.locator('#vacation-days .answer').innerText()).toBe(answer);
    expect(await page.getByRole('button', { name: 'Department: 2 chosen' }).count()).toBe(1);

    await page.goBack();
    await settled(page);
    expect(new URL(page.url()).search).toBe('?period=last-year&department=Sales');
    expect(await page.locator('#vacation-days .answer').innerText()).not.toBe(answer);
  });

  test('that a source does not know are named in its panel instead of being ignored in silence', async () => {
    const page = await open('/?department=Sales&leaveType=annual');
    expect(await page.locator('#failed-logins .partial').innerText()).toBe(
      'Not narrowed by department and leave type: this source does not report it.',
    );
    expect(await page.locator('#approval-rate .partial').count()).toBe(0);
    expect(await page.locator('#approval-rate .context').innerText()).toContain('Sales, Annual');
  });

  test('figures of the period before keep its name until those of the new one are there', async () => {
    const page = await open('/?period=this-year');
    const context = page.locator('#approval-rate .context');
    const former = (await context.innerText()).split(' · ')[1];
    const { promise: answered, resolve: answer } = Promise.withResolvers<void>();
    await page.route('**/api/statistics/approval_rate?*', async (route) => {
      await answered;
      await route.continue();
    });
    await page.getByRole('radio', { name: 'Last year' }).check();
    await page.locator('#approval-rate[data-old="true"]').waitFor();
    expect((await context.innerText()).split(' · ')[1]).toBe(former);
    answer();
    await page.locator('#approval-rate[data-old="false"]').waitFor();
    expect((await context.innerText()).split(' · ')[1]).not.toBe(former);
  });

  test('rows that come after the choice has changed are not among those of the new one', async () => {
    const page = await here.open('/sign-in?to=/requests');
    await page.route('**/api/requests?*', (route) => {
      const few = route.request().url().replace('limit=100', 'limit=5');
      return route.continue({ url: few });
    });
    await page.goto(`${here.fixture.url}/requests`);
    await settled(page);
    const more = page.getByRole('button', { name: 'Show more' });
    await more.waitFor();
    const { promise: answered, resolve: answer } = Promise.withResolvers<void>();
    await page.route('**/api/requests?*cursor=*', async (route) => {
      await answered;
      await route.fallback();
    });
    const further = page.waitForResponse(/cursor=/);
    await more.click();
    await page.getByLabel('Status').selectOption('rejected');
    await until(
      page,
      `[...document.querySelectorAll('main tbody tr')].every((row) => row.textContent.includes('Rejected'))`,
    );
    answer();
    await (await further).finished();
    await page.evaluate('new Promise((next) => requestAnimationFrame(() => requestAnimationFrame(next)))');
    expect(await page.locator('main tbody tr', { hasNotText: 'Rejected' }).count()).toBe(0);
  });

  test('a custom period starts from the days shown, and as of a day cuts every panel', async () => {
    const page = await open('/?period=last-year');
    await page.getByRole('radio', { name: 'Custom' }).check();
    const year = new Date().getFullYear() - 1;
    expect(new URL(page.url()).search).toBe(`?from=${year}-01-01&to=${year}-12-31`);
    await page.goto(`${here.fixture.url}/?asOf=${year}-06-15`);
    await settled(page);
    expect(await page.locator('#approval-rate .context').innerText()).toContain(`as of 15 Jun ${year}`);
    expect(
      here.fixture.asked.some((path) => path.includes('approval_rate') && path.includes(`asOf=${year}-06-15`)),
    ).toBe(true);
  });

  test('abort what is no longer asked, and panels that ask the same share the request', async () => {
    const page = await open();
    const same = here.fixture.asked.filter((path) => path.startsWith('/api/statistics/approval_rate'));
    expect(same).toHaveLength(1);
    expect(here.fixture.asked.filter((path) => path === '/api/statistics').length).toBeLessThanOrEqual(1);
    await page.close();
  });
});

describe('language and theme', () => {
  test('switch at once, are remembered, and set the document’s language before the first paint', async () => {
    const page = await open();
    await page.getByRole('button', { name: 'Account: Ірина Мельник' }).click();
    await page.getByRole('radio', { name: 'Українська' }).check({ force: true });
    expect(await page.locator('h1').innerText()).toBe('Відпустки та входи: головне');
    expect(await page.title()).toBe('Відпустки та входи: головне · Leaveline');
    expect(await page.locator('#approval-rate h2').innerText()).toBe(
      'Яку частку розглянутих заявок на відпустку погоджено?',
    );
    await page.getByRole('radio', { name: 'Темна' }).check({ force: true });
    expect(await page.evaluate('document.documentElement.className')).toBe('dark');
    await page.reload({ waitUntil: 'commit' });
    await until(page, 'document.body !== null');
    expect(await page.evaluate('[document.documentElement.lang, document.documentElement.className].join()')).toBe(
      'uk,dark',
    );
  });

  test('the theme follows the system while nothing else is chosen', async () => {
    const page = await open('/', { theme: 'system', context: { colorScheme: 'dark' } });
    expect(await page.evaluate(`document.documentElement.classList.contains('dark')`)).toBe(true);
    await page.emulateMedia({ colorScheme: 'light' });
    await until(page, `!document.documentElement.classList.contains('dark')`);
  });
});

describe('a chart', () => {
  test('has a table behind it that sorts, with the same numbers, and a CSV with the same filters', async () => {
    const page = await open('/?department=Sales');
    const panel = page.locator('#approval-rate');
    await panel.getByRole('button', { name: /^Show the table/ }).click();
    const sum = await panel.locator('tbody td:nth-child(2)').allInnerTexts();
    const approved = sum.reduce((total, text) => total + Number(text.replace(',', '')), 0);
    const said = await page.locator('.figures a', { hasText: 'Approval rate' }).locator('.figure-note').innerText();
    expect(said).toMatch(new RegExp(`^${approved.toLocaleString('en-GB')} of `));
    expect(await panel.getByRole('link', { name: /CSV/ }).getAttribute('href')).toMatch(
      /department=Sales.*format=csv$/,
    );
    await panel.getByRole('button', { name: 'Approved', exact: true }).click();
    const sorted = (await panel.locator('tbody td:nth-child(2)').allInnerTexts()).map((text) =>
      Number(text.replace(',', '')),
    );
    expect(sorted).toEqual(sorted.toSorted((a, b) => b - a));
    expect(await panel.locator('th[aria-sort="descending"]').innerText()).toBe('Approved');
    await panel.getByRole('button', { name: /^Show the chart/ }).click();
    await settled(page);
  });

  test('reads its values by arrow keys with numerator and denominator, and opens their rows by Enter', async () => {
    const page = await open();
    await page.locator('#approval-rate .chart').focus();
    await page.keyboard.press('End');
    await until(page, `document.querySelector('#approval-rate .tip') !== null`);
    const tip = await page.locator('#approval-rate .tip').innerText();
    expect(tip).toMatch(/approved\s+\d+ of \d+\s+decisions/u);
    expect(await page.locator('[aria-live="polite"]').innerText()).toMatch(/approved, \d+ of \d+\sdecisions/u);
    await page.keyboard.press('Enter');
    await settled(page);
    expect(new URL(page.url()).pathname).toBe('/requests');
    expect(new URL(page.url()).searchParams.get('dated')).toBe('decided');
  });

  test('shows the rows that its headline figure is made of', async () => {
    const page = await open();
    await page.locator('.figures a', { hasText: 'Waiting for a decision' }).click();
    await settled(page);
    expect(
      here.fixture.asked.some(
        (path) => path.startsWith('/api/requests?submittedFrom=') && path.includes('status=submitted'),
      ),
    ).toBe(true);
    expect(new Set(await page.locator('tbody td:nth-child(7)').allInnerTexts())).toEqual(new Set(['Waiting']));
  });
});

describe('live', () => {
  test('a new request ticks into its figures and to the top of its list, and nothing else moves', async () => {
    const page = await open('/', { context: { reducedMotion: 'no-preference' } });
    await until(page, `document.querySelector('[data-live]').dataset.live === 'live'`);
    const figure = page.locator('.figures a', { hasText: 'Waiting for a decision' }).locator('.figure');
    const before = Number(await figure.innerText());
    await page.evaluate('window.shifts.length = 0');
    here.fixture.submit();
    await until(
      page,
      `[...document.querySelectorAll('.figures a')].some((a) => a.textContent.includes('Waiting') && a.querySelector('.figure').textContent === '${before + 1}')`,
      3000,
    );
    await until(page, `document.querySelector('.latest .fresh') !== null`);
    expect(await page.locator('.latest li').count()).toBe(7);
    const moved = `window.shifts.filter(({ nodes, down }) => down > 0 && nodes.some((node) => node !== 'latest'))`;
    expect(await page.evaluate(moved)).toEqual([]);
  });

  test('says that it is stale while the connection is lost, and reads everything anew when it is back', async () => {
    const page = await open();
    await until(page, `document.querySelector('[data-live]').dataset.live === 'live'`);
    here.fixture.cut(true);
    await until(page, `document.querySelector('[data-live]').dataset.live === 'stale'`);
    expect(await page.locator('[data-live]').innerText()).toMatch(/^As of \d\d:\d\d, reconnecting$/);
    expect(await page.locator('[aria-live="polite"]').innerText()).toMatch(/^The connection is lost/);
    const asked = here.fixture.asked.length;
    here.fixture.cut(false);
    await until(page, `document.querySelector('[data-live]').dataset.live === 'live'`);
    await until(page, `document.querySelector('[aria-live="polite"]').textContent.startsWith('Connected again')`);
    expect(here.fixture.asked.length).toBeGreaterThan(asked);
  });
});

describe('times', () => {
  test('are the company’s, wherever the reader is', async () => {
    const page = await open('/', { context: { timezoneId: 'Pacific/Honolulu' } });
    await until(page, `document.querySelector('[data-live]').dataset.live === 'live'`);
    const kyiv = new Intl.DateTimeFormat('en-GB', {
      timeZone: 'Europe/Kyiv',
      hour: '2-digit',
      hourCycle: 'h23',
    }).format();
    await until(page, `document.querySelector('#approval-rate .context').textContent.includes('as of ${kyiv}:')`);
  });
});

describe('states', () => {
  test('an API that hears of no changes itself makes the page stale until it says hello again', async () => {
    const page = await open();
    await until(page, `document.querySelector('[data-live]').dataset.live === 'live'`);
    here.fixture.deaf(true);
    await until(page, `document.querySelector('[data-live]').dataset.live === 'stale'`);
    here.fixture.deaf(false);
    await until(page, `document.querySelector('[data-live]').dataset.live === 'live'`);
  });

  test('a panel that cannot be read says why and what to do, alone; trying again heals it', async () => {
    here.fixture.fail('approval_rate', 422);
    const page = await here.open('');
    const panel = page.locator('#approval-rate');
    await panel.getByRole('alert').waitFor();
    expect(await panel.getByRole('alert').innerText()).toContain('ClickHouse does not answer.');
    expect(await panel.getByRole('alert').innerText()).toContain('it is started again by itself');
    expect(await page.locator('#sick-rate .figure').count()).toBeGreaterThan(0);
    here.fixture.fail(null);
    await panel.getByRole('button', { name: 'Try again' }).click();
    await settled(page);
    expect(await panel.locator('.answer').innerText()).toContain('approvals');
  });

  test('numbers that could not be refreshed stay, with the time that they are of', async () => {
    const page = await open();
    await until(page, `document.querySelector('[data-live]').dataset.live === 'live'`);
    here.fixture.fail('requests_by_status?from');
    here.fixture.submit();
    const note = page.locator('#requests-by-status .partial');
    await note.waitFor();
    expect(await note.innerText()).toMatch(/^As of \d\d:\d\d; the last update failed\.$/);
    expect(await page.locator('#requests-by-status .chart').count()).toBe(1);
  });

  test('a line that nothing has come through yet says what to run', async () => {
    here.fixture.empty();
    const page = await here.open('');
    await page.locator('#approval-rate code').waitFor();
    expect(await page.locator('#approval-rate').innerText()).toContain('npm run simulate');
  });

  test('filters that nothing matches offer to clear them', async () => {
    const page = await here.open('/?department=Nowhere');
    await page.locator('#approval-rate').getByRole('button', { name: 'Clear filters' }).click();
    await settled(page);
    expect(new URL(page.url()).search).toBe('');
  });
});

describe('by keyboard alone', () => {
  test('the skip link comes first and leads to the content', async () => {
    const page = await open();
    await page.keyboard.press('Tab');
    expect(await page.evaluate('document.activeElement.textContent')).toBe('Skip to the content');
    await page.keyboard.press('Enter');
    expect(await page.evaluate('document.activeElement.id')).toBe('content');
    expect(new URL(page.url()).hash).toBe('');
  });

  test('every control is reached in order, with a visible focus, and the period can be changed', async () => {
    const page = await open();
    const reached: string[] = [];
    for (let count = 0; count < 90; count += 1) {
      await page.keyboard.press('Tab');
      const name = (await page.evaluate(
        `(() => { const it = document.activeElement; if (it === null || it === document.body) return 'end';
          const shown = it.matches('input') ? it.closest('label') ?? it : it;
          const outline = getComputedStyle(shown).outlineStyle;
          return (outline === 'none' ? 'INVISIBLE ' : '') + (it.getAttribute('aria-label') ?? it.textContent ?? '') + it.className; })()`,
      )) as string;
      if (name === 'end') break;
      reached.push(name);
    }
    expect(reached.filter((name) => name.startsWith('INVISIBLE'))).toEqual([]);
    expect(reached.length).toBeGreaterThan(40);
    await page.locator('input[name="period"]:checked').focus();
    await page.keyboard.press('ArrowRight');
    await until(page, `location.search === '?period=this-year'`);
  });
});

describe('a narrow screen', () => {
  test.each(['en', 'uk'] as const)('at 320 px nothing scrolls sideways (%s)', async (language) => {
    for (const path of ['/', '/requests', '/events', '/line']) {
      const page = await open(path, { language, width: 320, height: 700 });
      expect([path, await page.evaluate('document.documentElement.scrollWidth')]).toEqual([path, 320]);
      await here.opened?.close();
    }
  });

  test('says its filters in one line and opens them on demand', async () => {
    const page = await open('/?period=this-year&department=Sales', { width: 360, height: 740 });
    const button = page.getByRole('button', { name: 'Change filters: This year · Sales' });
    expect(await page.locator('.filters-body').isVisible()).toBe(false);
    await button.click();
    expect(await page.locator('.filters-body').isVisible()).toBe(true);
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(360);
  });
});

describe('loading', () => {
  test.each(['en', 'uk'] as const)(
    'moves nothing, and needs nothing that a strict policy refuses (%s)',
    async (language) => {
      const page = await open('/', { language });
      expect(await page.evaluate('window.shifts.reduce((sum, shift) => sum + shift.value, 0)')).toBeLessThan(0.005);
      expect(here.opened?.faults).toEqual([]);
    },
  );
});

describe('the overview', () => {
  const rows = 'main a[href^="/requests"], main a[href^="/events"]';

  test('of an employee is of themselves: no departments, nobody else, no way to rows of others', async () => {
    const page = await open('/overview', { as: 'employee' });
    expect(await page.locator('h1').innerText()).toBe('My leave and sign-ins at a glance');
    expect(await page.locator('#vacation-days .context').innerText()).toMatch(/^You · /);
    expect(await page.getByRole('button', { name: /^Department/ }).count()).toBe(0);
    expect(await page.locator(`#away, #latest, ${rows}`).count()).toBe(0);
  });

  test('of a manager is of their people, and leads to the requests but not to the events', async () => {
    const page = await open('/overview', { as: 'manager' });
    expect(await page.locator('#vacation-days .context').innerText()).toMatch(/^You and your people · /);
    expect(await page.locator('#away, #latest').count()).toBe(2);
    expect(await page.locator('main a[href^="/requests"]').count()).toBeGreaterThan(5);
    expect(await page.locator('main a[href^="/events"]').count()).toBe(0);
  });
});
