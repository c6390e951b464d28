import { describe, expect, jest, test } from '@jest/globals';
import type { Locator, Page } from 'playwright-core';
import { createDepartment } from '#services/user/departments.ts';
import { deactivate } from '#services/user/leaving.ts';
import { move } from '#services/user/moves.ts';
import { updateProfile } from '#services/user/people.ts';
import { looks, looksWell, officePages, press } from './officePages.ts';

jest.setTimeout(60_000);

const { office, open, url } = officePages();

/** What a dialog of the page does when its last button is pressed. */
async function inDialog(page: Page, opener: string, fill: (dialog: Locator) => Promise<void>): Promise<void> {
  await press(page, opener);
  const dialog = page.getByRole('dialog');
  await fill(dialog);
  await dialog.locator('.form-actions button[type="submit"]').click();
}

const gone = (page: Page): Promise<void> => page.getByRole('dialog').waitFor({ state: 'detached' });

/** Types of what was published, in order, without their room. */
const published = async (): Promise<string[]> =>
  (await office().company.published()).map(({ type }) => type.replace('user.', ''));

describe('the directory', () => {
  test('finds a person by a part of the name, keeps it in the address, and leads to them', async () => {
    const page = await open('/people');
    await page.getByText('6 people work').waitFor();
    await page.getByLabel('Search').fill('ковал');
    await page.waitForURL(/q=/);
    const row = page.locator('.people-table tbody tr');
    await row.nth(1).waitFor({ state: 'detached' });
    await row.getByRole('link', { name: 'Тарас Бондар' }).waitFor();
    await row.getByRole('link', { name: 'Олена Коваль' }).click();
    await page.getByRole('heading', { name: 'Who is Олена Коваль?' }).waitFor();
    await page.goBack();
    await row.getByRole('link', { name: 'Олена Коваль' }).waitFor();
    expect(await page.getByLabel('Search').inputValue()).toBe('ковал');
    expect(await row.count()).toBe(1);
  });

  test('is narrowed to a department, and says what to do where nobody fits', async () => {
    const page = await open('/people?q=Liam');
    await page.getByRole('link', { name: 'Liam Walker' }).waitFor();
    await page.getByLabel('Department').selectOption('Law');
    await page.getByText('Nobody fits').waitFor();
    await press(page, 'Show everybody who works here');
    await page.waitForURL(url('/people'));
    await page.getByText('6 people found').last().waitFor();
  });

  test('shows fifty at a time', async () => {
    for (let at = 0; at < 50; at += 1) await office().company.person(`n${String(at).padStart(2, '0')}`);
    const page = await open('/people');
    const rows = page.locator('.people-table tbody tr');
    await page.getByText('The first 50 people of more').last().waitFor();
    expect(await rows.count()).toBe(50);
    await press(page, 'Show more');
    await page.getByText('56 people found').last().waitFor();
    expect(await rows.count()).toBe(56);
  });

  test('takes somebody new, once the number is nobody else’s, and leads to them', async () => {
    const page = await open('/people');
    await inDialog(page, 'New person', async (dialog) => {
      await dialog.getByLabel('First name').fill('Остап');
      await dialog.getByLabel('Last name').fill('Вишня');
      await dialog.getByLabel('Work email').fill('ostap@example.com');
      await dialog.getByLabel('Employee number').fill('olena');
      await dialog.getByLabel('Department').selectOption('Law');
    });
    await page.getByRole('alert').filter({ hasText: 'Somebody has this number already.' }).waitFor();
    await page.getByLabel('Employee number').fill('ostap');
    await page.getByLabel('Work email').fill('ostap');
    await page.getByLabel('Work email').press('Enter');
    await page.locator('.form-error', { hasText: 'not a mail address such as' }).waitFor();
    expect(await page.getByLabel('Work email').getAttribute('aria-invalid')).toBe('true');
    await page.getByLabel('Work email').fill('ostap@example.com');
    await press(page, 'Add the person');
    await page.getByRole('heading', { name: 'Who is Остап Вишня?' }).waitFor();
    await page.getByText('in the company since').waitFor();
  });
});

describe('departments', () => {
  const row = (page: Page, name: string) => page.getByRole('row').filter({ has: page.getByRole('link', { name }) });

  test('are made, renamed from a day on, and merged; a name counts once', async () => {
    const page = await open('/people?tab=departments');
    await inDialog(page, 'New department', (dialog) => dialog.getByLabel('Name').fill('Sales'));
    await page.getByRole('alert').filter({ hasText: 'There is, or was, a department of this name.' }).waitFor();
    await page.getByRole('dialog').getByLabel('Name').fill('Подорожі');
    await press(page, 'Create the department');
    await row(page, 'Подорожі').getByText('0', { exact: true }).waitFor();
    await inDialog(page, 'Rename IT', (dialog) => dialog.getByLabel('New name').fill('Цифра'));
    await row(page, 'Цифра').getByText('1', { exact: true }).waitFor();
    await inDialog(page, 'Merge Цифра into another department', async (dialog) => {
      expect(await dialog.innerText()).toContain('1\u00a0person of Цифра');
      await dialog.getByLabel('Into').selectOption('Подорожі');
    });
    await row(page, 'Подорожі').getByText('1', { exact: true }).waitFor();
    expect(await page.locator('tbody th').allInnerTexts()).toEqual(['Law', 'Sales', 'Подорожі']);
  });

  test('lead to the people in them', async () => {
    const page = await open('/people?tab=departments');
    await row(page, 'Law').getByRole('link').click();
    await page.getByRole('link', { name: 'Марта Савчук' }).waitFor();
    await page.getByText('2 people found').last().waitFor();
  });
});

describe('a person', () => {
  const story = (page: Page) => page.locator('section:has(#story-title) tbody tr');

  test('moves on a day that is planned, and the timeline tells it, its correction and that it was taken back', async () => {
    const page = await open('/people/olena');
    await story(page).filter({ hasText: 'from the beginning' }).waitFor();
    await inDialog(page, 'Move', async (dialog) => {
      await dialog.getByLabel('Department').selectOption('Law');
      await dialog.getByLabel('From this day on').fill('2026-09-01');
    });
    await story(page).filter({ hasText: '1 Sept 2026' }).getByText('Department: Law').waitFor();
    expect(await page.locator('.answer').innerText()).toContain('Sales');
    office().company.clock.set(office().company.clock.now() + 60_000);
    await inDialog(page, 'Correct', async (dialog) => {
      expect(await dialog.getByLabel('From this day on').inputValue()).toBe('2026-09-01');
      await dialog.getByLabel('From this day on').fill('2026-10-01');
    });
    await story(page).filter({ hasText: '1 Oct 2026' }).getByText('Department: Law').waitFor();
    await story(page).filter({ hasText: '1 Sept 2026' }).getByText('corrected').waitFor();
    office().company.clock.set(office().company.clock.now() + 60_000);
    await inDialog(page, 'Take back', async (dialog) => {
      expect(await dialog.innerText()).toContain('The move to Law on 1 Oct 2026 counts no more');
    });
    await story(page).filter({ hasText: 'Department: Sales' }).filter({ hasText: '1 Oct 2026' }).waitFor();
    expect((await published()).slice(-3)).toEqual(Array(3).fill('department_changed'));
  });

  test('works other days from a day on', async () => {
    const page = await open('/people/olena');
    await inDialog(page, 'Change working days', async (dialog) => {
      await dialog.getByLabel('Fri').selectOption('0.5');
    });
    await story(page).getByText('Working days: Mon–Thu, Fri 50%').waitFor();
    await page.locator('.facts').getByText('Mon–Thu, Fri 50%').waitFor();
  });

  test('gets another manager, but nobody below themselves', async () => {
    const page = await open('/people/taras');
    async function choose(dialog: Locator, name: string): Promise<void> {
      await dialog.getByRole('combobox', { name: 'Manager' }).fill(name);
      await dialog.getByRole('option', { name }).click();
    }
    await inDialog(page, 'Edit', (dialog) => choose(dialog, 'Олена'));
    await page.getByRole('alert').filter({ hasText: 'is managed by this person' }).waitFor();
    await page.getByRole('dialog').locator('.picked button').click();
    await choose(page.getByRole('dialog'), 'Ірина');
    await press(page, 'Save');
    await page.locator('.chain').getByRole('link', { name: 'Ірина Мельник' }).waitFor();
    await page.locator('.facts').getByRole('link', { name: 'Ірина Мельник' }).waitFor();
    expect(await published()).toContain('updated');
  });

  test('whom somebody else has changed meanwhile is shown anew, and then changed', async () => {
    const page = await open('/people/olena');
    await press(page, 'Edit');
    await office().company.act((act) => updateProfile(act, { id: 'olena', version: 1 }, { region: 'DE-BY' }));
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Last name').fill('Ковальчук');
    await press(dialog, 'Save');
    await dialog.getByRole('alert').filter({ hasText: /\w/ }).waitFor();
    await page.locator('.facts').getByText('DE-BY').waitFor();
    await press(dialog, 'Save');
    await page.getByRole('heading', { name: 'Who is Олена Ковальчук?' }).waitFor();
  });

  test('is not given an impossible address; the field says so in the language of the page', async () => {
    const page = await open('/people/olena', 'hr', { language: 'uk' });
    await inDialog(page, 'Редагувати', (dialog) => dialog.getByLabel('Робоча пошта').fill('olena'));
    await page.locator('.form-field', { hasText: 'Робоча пошта' }).getByText('Таке значення не підходить').waitFor();
    expect((await published()).filter((type) => type === 'updated')).toEqual([]);
  });

  test('leaves, once nobody reports to them, and is erased when their number was typed', async () => {
    const page = await open('/people/taras');
    const lastDay = (dialog: Locator) => dialog.getByLabel('Last day of work').fill('2026-05-29');
    await inDialog(page, 'Enter the last day', lastDay);
    await page.getByRole('alert').filter({ hasText: 'People still report to this person.' }).waitFor();
    await page.goto(url('/people/olena'));
    await inDialog(page, 'Enter the last day', lastDay);
    await page.getByText('Олена Коваль has left; the last day is').waitFor();
    await press(page, 'Erase');
    const dialog = page.getByRole('dialog');
    const erase = dialog.getByRole('button', { name: 'Erase for good' });
    await dialog.getByLabel(/^Type the employee number/).fill('taras');
    expect(await erase.isDisabled()).toBe(true);
    await dialog.getByLabel(/^Type the employee number/).fill('olena');
    await erase.click();
    await page.getByText('The erasure of this person was asked for').waitFor();
    await gone(page);
    expect(await page.locator('main').innerText()).not.toContain('Олена');
    expect(await page.getByRole('button', { name: /^(Edit|Erase|Enter|Move|Change working)/ }).count()).toBe(0);
    expect((await published()).at(-1)).toBe('erasure_requested');
  });

  test('who has left is found among those, and comes back on a later day', async () => {
    await office().company.act((act) => deactivate(act, { id: 'andrii', version: 1 }, '2026-05-29'));
    const page = await open('/people?who=left');
    await page.getByText('1 person found').last().waitFor();
    await page.getByRole('link', { name: 'Андрій Гнатюк' }).click();
    await page.getByText('The vacation service has not heard of this person yet.').waitFor();
    expect(await page.getByRole('heading', { name: 'Requests' }).count()).toBe(0);
    await inDialog(page, 'Enter the return', async (dialog) => {
      await dialog.getByLabel('First day of work').fill('2026-05-29');
      await dialog.getByLabel('Department').selectOption('Law');
    });
    await page.getByRole('alert').filter({ hasText: 'coming back is possible from the day after' }).waitFor();
    await page.getByLabel('First day of work').fill('2026-06-01');
    await press(page.getByRole('dialog'), 'Enter the return');
    await page.getByText('Андрій Гнатюк works in Law, in the company since 1 Jun 2026.').waitFor();
  });

  test('has balances, which HR corrects with a reason', async () => {
    await office().vacation.ask('GET', '/api/vacation/balances/me', { as: { employeeId: 'olena' } });
    const page = await open('/people/olena');
    await inDialog(page, 'Correct the balance', async (dialog) => {
      await dialog.getByLabel('Days').fill('2');
      await dialog.getByLabel('Reason').fill('Працювала у вихідні');
    });
    await page.getByText('The balance was corrected.').first().waitFor();
    const { body } = await office().vacation.ask('GET', '/api/vacation/balances/me', { as: { employeeId: 'olena' } });
    expect(body.balances[0]).toMatchObject({ adjusted: 2 });
  });
});

const file = (page: Page, text: string) =>
  page.setInputFiles('input[type="file"]', { name: 'people.csv', mimeType: 'text/csv', buffer: Buffer.from(text) });
/** A file with a new person, a known one, and five lines that cannot be used. */
const lines = [
  'employee_number;first_name;last_name;email;department;manager;hired_on',
  'ostap;Остап;Вишня;ostap@example.com;Law;iryna;2026-06-01',
  'nina;Ніна;Гончар;nina;Law;;',
  'ivan;Іван;Франко;ivan@example.com;Поезія;;',
  'olena;;;iryna@example.com;;;',
  'lesia;Леся;Українка;lesia@example.com;Law;nobody;01.06.2026',
  'pavlo;Павло;Тичина',
  'andrii;;Гнатенко;;;;',
].join('\n');

describe('a file of people', () => {
  test('is checked first, tells every bad line, and brings the good ones', async () => {
    const page = await open('/people');
    await press(page, 'Import');
    await file(page, lines);
    await press(page, 'Check the file');
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('status').filter({ hasText: '1 new person and changes 1 known person' }).waitFor();
    const told = (await dialog.locator('tbody tr').allInnerTexts()).map((row) => row.split(/\s*\t\s*/).slice(0, 3));
    expect(told).toEqual([
      ['3', 'email', 'nina'],
      ['4', 'department', 'Поезія'],
      ['5', 'email', 'iryna@example.com'],
      ['6', 'hired_on', '01.06.2026'],
      ['7', '–', '–'],
    ]);
    expect(await dialog.locator('tbody tr').nth(1).innerText()).toContain('or choose one of: IT, Law, Sales');
    expect(await published()).not.toContain('updated');
    await press(dialog, 'Apply 2 lines');
    await dialog.getByText('Done:').waitFor();
    await press(dialog, 'Back to the people');
    await page.getByRole('link', { name: 'Остап Вишня' }).waitFor();
    await page.getByRole('link', { name: 'Андрій Гнатенко' }).waitFor();
  });

  test('is refused as a whole where its columns are unknown, and another one is chosen', async () => {
    const page = await open('/people');
    await press(page, 'Import');
    await file(page, 'number,name\n1,Олена\n');
    await press(page, 'Check the file');
    await page.getByRole('dialog').getByText('no column of this name').first().waitFor();
    expect(await page.getByRole('button', { name: /^Apply/ }).isDisabled()).toBe(true);
    await press(page, 'Choose another file');
    await page.getByText('No file is chosen yet.').waitFor();
  });

  test('is stopped in the middle, and what was done stays', async () => {
    const page = await open('/people');
    await press(page, 'Import');
    const people = Array.from({ length: 3_000 }, (_, at) => `s${at},Ян,Коваль,s${at}@company.example,Sales`);
    await file(page, `employee_number,first_name,last_name,email,department\n${people.join('\n')}\n`);
    await press(page, 'Check the file');
    await press(page, /^Apply/);
    await press(page, 'Stop here');
    await page.getByRole('alert').filter({ hasText: 'It was stopped; what was done stays.' }).waitFor();
    expect(await page.getByRole('button', { name: /^Apply/ }).count()).toBe(0);
    await press(page, 'Choose another file');
    await page.getByText('No file is chosen yet.').waitFor();
  });

  test('is told of in Ukrainian line by line', async () => {
    const page = await open('/people', 'hr', { language: 'uk' });
    await press(page, 'Імпорт');
    await file(page, lines);
    await press(page, 'Перевірити файл');
    const told = page.getByRole('dialog').locator('.import-what');
    await told.first().waitFor();
    expect((await told.allInnerTexts()).map((said) => said.split('\n')[0]?.trim())).toEqual([
      'значення не підходить',
      'такого відділу немає',
      'цю адресу має хтось інший',
      'значення не підходить',
      'клітинок не стільки, скільки стовпців',
    ]);
    expect(await told.nth(2).innerText()).toContain('У кожної людини своя адреса.');
    expect(await page.getByRole('dialog').innerText()).not.toMatch(/instead of|such as|Write /);
  });
});

describe('who does not belong to the office', () => {
  const offered = async (page: Page) => (await page.locator('main').getByRole('button').allInnerTexts()).join(' ');

  test('looks at the directory and departments, and is offered nothing more', async () => {
    const page = await open('/people', 'employee');
    await page.getByRole('link', { name: 'Liam Walker' }).waitFor();
    expect(await offered(page)).toBe('');
    expect(await page.getByLabel('Show').count()).toBe(0);
    await page.getByRole('tab', { name: 'Departments' }).click();
    await page.getByRole('link', { name: 'Sales' }).waitFor();
    expect(await offered(page)).toBe('');
  });

  test('sees of a colleague what the directory says, of themselves all, and changes only the language of mails', async () => {
    const page = await open('/people/andrii', 'employee');
    await page.locator('.facts').getByRole('link', { name: 'andrii@example.com' }).waitFor();
    await page.locator('.team').waitFor();
    expect(await page.locator('main').innerText()).not.toMatch(
      /First day of work|Balance|Departments and working days/,
    );
    await page.goto(url('/people/olena'));
    await page.locator('.facts').getByText('First day of work').waitFor();
    await page.locator('#story-title').waitFor();
    expect(await offered(page)).toBe('');
    await page.getByLabel('Language of mails').selectOption('en');
    await page.getByText('Mails come in this language from now on.').first().waitFor();
  });

  test('as a manager sees the leave of their people, and corrects nothing', async () => {
    await office().vacation.ask('GET', '/api/vacation/balances/me', { as: { employeeId: 'olena' } });
    const page = await open('/people/olena', 'manager');
    await page.locator('.balance').first().waitFor();
    await page.locator('#story-title').waitFor();
    expect(await offered(page)).toBe('');
  });

  test('is told that there is nobody of a number, and how to go on', async () => {
    const page = await open('/people/nobody', 'employee');
    await page.getByRole('alert').filter({ hasText: /\w/ }).waitFor();
    await page.locator('main').getByRole('link', { name: 'People' }).waitFor();
  });
});

/** Pages, and what is opened on them, by the words of its button in either language. */
const dialogs: readonly (readonly [path: string, buttons: readonly RegExp[]])[] = [
  ['/people', [/^(New person|Нова людина)$/, /^(Import|Імпорт)$/]],
  ['/people?tab=departments', [/^(Merge|Об’єднати)/]],
  [
    '/people/olena',
    [
      /^(Edit|Редагувати)$/,
      /^(Move|Перевести)$/,
      /^(Change working days|Змінити робочі дні)$/,
      /^(Enter the last day|Записати звільнення)$/,
    ],
  ],
  ['/people/andrii', [/^(Enter the return|Записати повернення)$/, /^(Erase|Стерти)/]],
];

/** A department with a long name, a planned move, somebody who left, and balances. */
async function fillOffice(): Promise<void> {
  const { act } = office().company;
  await act((now) => createDepartment(now, 'Відділ дослідження споживчого попиту та пропозиції'));
  const there = { department: 'Law', effectiveFrom: '2026-09-01', voids: null };
  await act((now) => move(now, { id: 'olena', version: 1 }, there));
  await act((now) => deactivate(now, { id: 'andrii', version: 1 }, '2026-05-29'));
  await office().vacation.ask('GET', '/api/vacation/balances/me', { as: { employeeId: 'olena' } });
}

describe.each(looks)('in $language, $theme, $width px wide', (look) => {
  const nameOf = (of: string): string => `${of.replaceAll(/\W+/g, '-')}-${look.language}-${look.width}`;

  test.each(dialogs)('axe finds nothing on %s and in its dialogs', async (path, buttons) => {
    await fillOffice();
    const page = await open(path, 'hr', look);
    await page.locator('tbody tr').first().waitFor();
    await looksWell(page, nameOf(path));
    for (const [at, button] of buttons.entries()) {
      await page.locator('main').getByRole('button', { name: button }).first().click();
      await page.locator('dialog[open]').waitFor();
      await looksWell(page, nameOf(`${path} dialog ${at}`));
      await page.keyboard.press('Escape');
      await gone(page);
    }
  });

  test('axe finds nothing in the report of a file', async () => {
    const page = await open('/people', 'hr', look);
    await press(page, /^(Import|Імпорт)$/);
    await file(page, lines);
    await press(page, /^(Check the file|Перевірити файл)$/);
    await page.locator('.import-faults').waitFor();
    await looksWell(page, nameOf('report'));
  });
});
