import { describe, expect, test } from '@jest/globals';
import type { Role } from '#schemas/access/people.ts';
import { homeOf, isListed, maySee, pageOf, pages } from './catalogue.ts';

const own = (...more: Role[]): Role[] => ['employee', ...more];

describe('where somebody begins', () => {
  test.each<[Role[], string]>([
    [own(), '/leave'],
    [own('manager'), '/approvals'],
    [own('hr'), '/overview'],
    [own('analyst'), '/overview'],
    [own('auditor'), '/audit'],
    [own('admin'), '/settings/accounts'],
    [own('manager', 'hr'), '/overview'],
    [['auditor'], '/audit'],
    [[], '/security'],
  ])('of %j is %s', (roles, home) => {
    expect(homeOf(roles)).toBe(home);
  });

  test('is a page that is theirs, whatever the role', () => {
    for (const role of ['employee', 'manager', 'hr', 'analyst', 'auditor', 'admin'] as const) {
      const page = pageOf(homeOf([role]) ?? '');
      expect([role, page !== null && maySee(page, [role])]).toEqual([role, true]);
    }
  });
});

test('who has no role yet sees their own account and nothing else', () => {
  expect(pages.filter((page) => page.roles !== 'anyone' && maySee(page, [])).map(({ path }) => path)).toEqual([
    '/security',
  ]);
});

test('what waits for a decision opens to anybody who may stand in, and is listed for who leads', () => {
  const page = pageOf('/approvals');
  if (page === null) throw new Error('no such page');
  expect([own(), own('manager'), own('hr')].map((roles) => [maySee(page, roles), isListed(page, roles)])).toEqual([
    [true, false],
    [true, true],
    [true, true],
  ]);
  expect(maySee(page, ['auditor'])).toBe(false);
});

test('the audit and the accounts are for nobody else', () => {
  const seenBy = (path: string): Role[] =>
    (['employee', 'manager', 'hr', 'analyst', 'auditor', 'admin'] as const).filter((role) =>
      pages.some((page) => page.path === path && maySee(page, [role])),
    );
  expect(seenBy('/audit')).toEqual(['auditor']);
  expect(seenBy('/settings/accounts')).toEqual(['admin']);
});
