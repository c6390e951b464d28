import { describe, expect, jest, test } from '@jest/globals';
import type { Locator, Page } from 'playwright-core';
import type { LeaveRules } from '#domain/leaveRules.ts';
import { looks, looksWell, officePages, press } from './officePages.ts';
import { people } from './people.ts';

jest.setTimeout(60_000);

const { office, open } = officePages();

/** The rules that hold, as the vacation service says them. */
const saved = async (): Promise<{ version: number; rules: LeaveRules }> =>
  (await office().vacation.ask('GET', '/api/vacation/settings', { as: people.hr })).body;

/** Somebody else of hr saves other rules. */
async function saveElsewhere(part: Partial<LeaveRules>): Promise<void> {
  const { version, rules } = await saved();
  const body = { version, rules: { ...rules, ...part } };
  const { status } = await office().vacation.ask('PUT', '/api/vacation/settings', { as: people.hr, body });
  expect(status).toBe(200);
}

const kind = (page: Page, name: string): Locator => page.locator('details.kind').filter({ hasText: name });

/** Reads what is about to change, and saves it. */
async function save(page: Page): Promise<string[]> {
  await press(page, 'Look at the changes');
  const dialog = page.getByRole('dialog');
  await dialog.locator('.review li').first().waitFor();
  const told = await dialog.locator('.review li').allInnerTexts();
  await dialog.getByRole('button', { name: /^Save \d/ }).click();
  await dialog.waitFor({ state: 'detached' });
  return told.map((one) => one.replaceAll(/\s+/g, ' '));
}

/** What a field says of its value, once it was looked at. */
async function saidAt(field: Locator): Promise<string> {
  await field.page().locator('[aria-invalid="true"]').first().waitFor();
  const described = (await field.getAttribute('aria-describedby')) ?? '';
  const id = described.split(' ').find((one) => one.endsWith('-error'));
  return id === undefined ? '' : field.page().locator(`[id="${id}"]`).innerText();
}

describe('the rules about leave', () => {
  test('get a new kind, which everybody can ask for from then on', async () => {
    const page = await open('/settings/leave');
    await page.getByLabel('And at most, days back').fill('30');
    await press(page, 'New kind of leave');
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Name in Ukrainian').fill('Донорський день');
    await dialog.getByLabel('Name in English').fill('Blood donor day');
    await dialog.getByLabel('Short name').fill('annual');
    await dialog.getByText('There is a kind of this name already.').waitFor();
    await dialog.getByLabel('Short name').fill('Донор');
    await dialog.getByText('Only small Latin letters, digits and _, a letter first.').waitFor();
    expect(await dialog.getByRole('button', { name: 'Add it' }).isDisabled()).toBe(true);
    await dialog.getByLabel('Short name').fill('donor');
    await dialog.getByLabel('Short name').press('Enter');
    await dialog.waitFor({ state: 'detached' });
    const form = kind(page, 'Blood donor day');
    await form.getByLabel('Counted in').selectOption('working');
    await form.getByLabel('A balance is kept').check();
    await form.getByLabel('Days a year').fill('2');
    expect(await save(page)).toEqual([
      'Blood donor day working days · paid · Manager · 2 days a year new',
      'And at most, days back 366 days → 30 days',
    ]);
    expect((await saved()).rules.types.donor).toMatchObject({
      name: { uk: 'Донорський день', en: 'Blood donor day' },
      counting: 'working',
      entitlement: { daysPerYear: 2_000_000 },
    });
    const { body } = await office().vacation.ask('GET', '/api/vacation/leave-types', { as: people.employee });
    expect(body.leaveTypes.at(-1)).toMatchObject({ leaveType: 'donor', hasBalance: true });
  });

  test('are changed one by one, and nothing is saved before it was looked at', async () => {
    const page = await open('/settings/leave');
    const annual = kind(page, 'Annual leave');
    await annual.locator('summary').click();
    await annual.getByLabel('Days of notice').fill('14');
    await annual.getByLabel('Who agrees').selectOption('manager,hr');
    await page.getByText('2\u00a0changes are not saved yet').waitFor();
    await press(page, 'Look at the changes');
    await press(page.getByRole('dialog'), 'Go on editing');
    expect((await saved()).version).toBe(0);
    await page.getByLabel('Hours of a working day').fill('7.5');
    expect(await save(page)).toEqual([
      'Annual leave · Who agrees Manager → Manager → HR',
      'Annual leave · Days of notice 0 days → 14 days',
      'Hours of a working day 8 → 7.5',
    ]);
    const { version, rules } = await saved();
    expect([version, rules.hoursPerDay, rules.types.annual?.noticeDays]).toEqual([1, 7.5, 14]);
    expect(await page.locator('.save-bar').isVisible()).toBe(false);
  });

  test('close a period for a department and some kinds, but not for everybody', async () => {
    const page = await open('/settings/leave');
    await press(page, 'New closed period');
    const period = page.locator('.blackout');
    await period.getByLabel('What for').fill('Річний звіт');
    await period.getByLabel('First day').fill('2026-12-21');
    await period.getByLabel('Last day').fill('2026-12-31');
    await period.getByLabel('Department').selectOption('Law');
    await period.getByLabel('Annual leave').check();
    await period.getByRole('combobox', { name: 'Who may all the same' }).fill('Марта');
    await period.getByRole('option', { name: 'Марта Савчук' }).click();
    await period.getByRole('link', { name: 'Марта Савчук' }).waitFor();
    expect(await save(page)).toEqual(['Closed periods Річний звіт: 21 – 31 Dec 2026, Law, is refused new']);
    expect((await saved()).rules.blackouts).toEqual([
      {
        name: 'Річний звіт',
        from: '2026-12-21',
        to: '2026-12-31',
        department: 'Law',
        severity: 'refuse',
        leaveTypes: ['annual'],
        exempt: ['marta'],
      },
    ]);
    await page.getByText('1\u00a0closed period').waitFor();
  });

  test('say how many may be away at once, and forget it again', async () => {
    const page = await open('/settings/leave');
    await page.locator('section:has(#coverage-title)').getByRole('button', { name: 'New rule' }).click();
    const rule = page.locator('.rule');
    await rule.getByLabel('Department').selectOption('Sales');
    await rule.getByLabel('People away, at most').fill('1');
    expect(await save(page)).toEqual(['How many may be away at once Sales: at most 1 away, is pointed out new']);
    expect((await saved()).rules.coverage).toEqual([{ department: 'Sales', maxAbsent: 1, severity: 'warn' }]);
    await press(rule, 'Remove');
    expect(await save(page)).toEqual(['How many may be away at once Sales: at most 1 away, is pointed out goes']);
    expect((await saved()).rules.coverage).toEqual([]);
  });

  test('that somebody else has saved meanwhile stay, below one’s own changes', async () => {
    const page = await open('/settings/leave');
    await page.getByLabel('And at most, days back').fill('30');
    await saveElsewhere({ daysAhead: 100 });
    await press(page, 'Look at the changes');
    await page.getByRole('button', { name: 'Save 1\u00a0change' }).click();
    await page.getByRole('dialog').getByRole('alert').filter({ hasText: /\w/ }).waitFor();
    await press(page.getByRole('dialog'), 'Go on editing');
    await press(page, 'Put my changes on top');
    expect(await page.getByLabel('Asked for at most, days ahead').inputValue()).toBe('100');
    await save(page);
    const { version, rules } = await saved();
    expect([version, rules.daysAhead, rules.daysBack]).toEqual([2, 100, 30]);
  });
});

describe('a value that cannot be used is told at its field', () => {
  const at = (page: Page, name: string): Locator => page.locator(`input[name="${name}"]`).first();

  test('when the form is sent, even in a kind that is folded', async () => {
    const page = await open('/settings/leave');
    const annual = kind(page, 'Annual leave');
    await annual.locator('summary').click();
    await annual.getByLabel('Days of notice').fill('400');
    await annual.locator('summary').click();
    await press(page, 'New closed period');
    await page.locator('.blackout').getByLabel('Last day').fill('2026-05-31');
    await press(page, 'Look at the changes');
    expect(await saidAt(annual.getByLabel('Days of notice'))).toBe('Write a number from 0 to 366.');
    expect(await page.evaluate('document.activeElement.name')).toBe('noticeDays');
    expect(await saidAt(page.locator('.blackout').getByLabel('What for'))).toBe('Fill this in.');
    expect(await saidAt(page.locator('.blackout').getByLabel('Last day'))).toBe('Choose 1 Jun 2026 or a later day.');
    expect(await page.getByRole('dialog').count()).toBe(0);
    await annual.getByLabel('Days of notice').fill('4');
    expect(await annual.getByLabel('Days of notice').getAttribute('aria-invalid')).toBeNull();
  });

  test.each([
    ['businessDays', '0', 'Напишіть число від 1 до 366.'],
    ['businessDays', '1.5', 'Напишіть ціле число.'],
    ['reminders', '1, 367', 'Напишіть цілі числа від 1 до 366 через кому.'],
    ['daysBack', '', 'Заповніть це поле.'],
    ['region', 'Україна', 'Напишіть так, як у прикладі.'],
  ])('in the language of the page: %s "%s"', async (name, value, said) => {
    const page = await open('/settings/leave', 'hr', { language: 'uk' });
    await at(page, name).fill(value);
    await at(page, name).blur();
    expect(await saidAt(at(page, name))).toBe(said);
  });

  test('and what only the service refuses, before anything is saved', async () => {
    const page = await open('/settings/leave', 'hr', { language: 'uk' });
    await at(page, 'reminders').fill(Array.from({ length: 21 }, (_, day) => day + 1).join(', '));
    await press(page, 'Переглянути зміни');
    await page.getByRole('button', { name: /^Зберегти/ }).click();
    await page.locator('.review-faults').getByText('Нагадування в робочі дні').waitFor();
    expect(await page.locator('.review-faults').innerText()).not.toMatch(/[a-z]/i);
    expect((await saved()).version).toBe(0);
  });
});

test('nobody but hr is offered the rules', async () => {
  const page = await open('/settings/leave', 'employee');
  await page.locator('nav a[href="/leave"]').first().waitFor();
  expect(await page.locator('form').count()).toBe(0);
  expect(await page.locator('nav a[href="/settings/leave"]').count()).toBe(0);
});

describe.each(looks)('in $language, $theme, $width px wide', (look) => {
  const nameOf = (of: string): string => `settings-${of}-${look.language}-${look.width}`;

  test('axe finds nothing in the rules, a kind, a closed period with its faults, and the changes', async () => {
    await saveElsewhere({
      coverage: [{ department: 'Відділ дослідження споживчого попиту та пропозиції', maxAbsent: 2, severity: 'warn' }],
    });
    const page = await open('/settings/leave', 'hr', look);
    await page.locator('details.kind').first().waitFor();
    await looksWell(page, nameOf('folded'));
    await page.locator('details.kind summary').first().click();
    await page.locator('section:has(#blackouts-title) header button').click();
    await page.locator('.save-bar button[type="submit"]').press('Enter');
    await page.locator('.blackout [aria-invalid]').waitFor();
    await looksWell(page, nameOf('open'));
    await page.locator('.blackout input[name="name"]').fill('Річний звіт');
    await page.locator('.save-bar button[type="submit"]').press('Enter');
    await page.locator('dialog[open]').waitFor();
    await looksWell(page, nameOf('review'));
    await page.keyboard.press('Escape');
    await page.locator('section:has(#kinds-title) header button').click();
    await page.locator('dialog[open] input[name="id"]').fill('Щось');
    await looksWell(page, nameOf('new-kind'));
  });
});
