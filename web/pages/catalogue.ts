import {
  Activity,
  CalendarDays,
  KeyRound,
  LayoutDashboard,
  ListChecks,
  ListTodo,
  type LucideIcon,
  Mail,
  MailWarning,
  Palmtree,
  ScrollText,
  SlidersHorizontal,
  Users,
  Waypoints,
} from 'lucide-preact';
import type { ComponentType } from 'preact';
import { type Role, roles } from '#schemas/access/people.ts';
import type { TextKey } from '../language/message.ts';
import { rowsPages } from '../panels/rows.ts';
import type { MessageSet } from './messages.ts';

/** Parts of the navigation, in the order shown. */
export const groups = ['own', 'team', 'company', 'figures'] as const;
type Group = (typeof groups)[number];

export interface PageEntry {
  /** As the router reads it: `/people/:id`. */
  readonly path: string;
  /**
   * Its line in the navigation; null: it is reached from another page. `roles`: whose navigation; absent: of all who
   * may open it.
   */
  readonly nav: {
    readonly key: TextKey;
    readonly Icon: LucideIcon;
    readonly group: Group;
    readonly roles?: readonly Role[];
  } | null;
  /**
   * Whom it is for. `signed-in`: also who has no role yet; `anyone`: also who is not signed in; such pages have no
   * navigation beside them.
   */
  readonly roles: readonly Role[] | 'signed-in' | 'anyone';
  /** Texts that it needs beside the shell's. */
  readonly messages: readonly MessageSet[];
  /** The page keeps the filters of the address. */
  readonly filters?: true;
  readonly load: () => Promise<{ readonly default: ComponentType }>;
}

const nav = (key: TextKey, Icon: LucideIcon, group: Group) => ({ key, Icon, group });

type Loading = PageEntry['load'];

/** A page that is reached from another one. */
const inner = (path: string, whose: PageEntry['roles'], messages: PageEntry['messages'], load: Loading): PageEntry => ({
  path,
  nav: null,
  roles: whose,
  messages,
  load,
});

const open = (path: string, load: Loading): PageEntry => inner(path, 'anyone', ['sign'], load);

/** Who works with people: those who look at figures or at records alone do not. */
const staff: readonly Role[] = ['employee', 'manager', 'hr', 'admin'];

/** Every page there is. Order is that of the navigation, group by group. */
export const pages: readonly PageEntry[] = [
  // Mine
  {
    path: '/leave',
    nav: nav('nav.leave', Palmtree, 'own'),
    roles,
    messages: ['leave'],
    load: () => import('../areas/leave/LeavePage.tsx'),
  },
  inner('/leave/requests/:id', roles, ['leave'], () => import('../areas/leave/LeaveRequestPage.tsx')),
  inner('/notifications', roles, ['notifications'], () => import('../areas/notifications/NotificationsPage.tsx')),
  inner('/security', 'signed-in', ['security'], () => import('../areas/security/SecurityPage.tsx')),
  // Team
  {
    path: '/approvals',
    // Anybody may stand in for a manager; who does comes by the link in their mail.
    nav: { ...nav('nav.approvals', ListTodo, 'team'), roles: ['manager', 'hr'] },
    roles: ['employee', 'manager', 'hr'],
    messages: ['approvals', 'leave'],
    load: () => import('../areas/approvals/ApprovalsPage.tsx'),
  },
  {
    path: '/calendar',
    nav: nav('nav.calendar', CalendarDays, 'team'),
    roles: staff,
    messages: ['calendar'],
    load: () => import('../areas/calendar/CalendarPage.tsx'),
  },
  {
    path: '/people',
    nav: nav('nav.people', Users, 'team'),
    roles: staff,
    messages: ['people', 'leave'],
    load: () => import('../areas/people/PeoplePage.tsx'),
  },
  inner('/people/:id', staff, ['people', 'leave'], () => import('../areas/people/PersonPage.tsx')),
  // Company
  {
    path: '/settings/leave',
    nav: nav('nav.settings.leave', SlidersHorizontal, 'company'),
    roles: ['hr'],
    messages: ['settings', 'leave', 'people'],
    load: () => import('../areas/settings/LeaveSettingsPage.tsx'),
  },
  {
    path: '/audit',
    nav: nav('nav.audit', ScrollText, 'company'),
    roles: ['auditor'],
    messages: ['audit'],
    load: () => import('../areas/audit/AuditPage.tsx'),
  },
  {
    path: '/settings/accounts',
    nav: nav('nav.settings.accounts', KeyRound, 'company'),
    roles: ['admin'],
    messages: ['accounts', 'people'],
    load: () => import('../areas/accounts/AccountsPage.tsx'),
  },
  // Figures
  {
    path: '/overview',
    nav: nav('nav.overview', LayoutDashboard, 'figures'),
    roles: ['hr', 'analyst', 'manager', 'employee'],
    messages: ['dashboard', 'panels'],
    filters: true,
    load: () => import('../areas/dashboard/OverviewPage.tsx'),
  },
  {
    path: '/requests',
    nav: nav('nav.requests', ListChecks, 'figures'),
    roles: rowsPages.requests,
    messages: ['dashboard', 'panels'],
    filters: true,
    load: () => import('../areas/dashboard/RequestsPage.tsx'),
  },
  {
    path: '/reports',
    nav: nav('nav.reports', Mail, 'figures'),
    roles: ['hr', 'manager'],
    messages: ['reports'],
    load: () => import('../areas/reports/ReportsPage.tsx'),
  },
  {
    path: '/events',
    nav: nav('nav.events', Activity, 'figures'),
    roles: rowsPages.events,
    messages: ['dashboard', 'panels', 'audit'],
    filters: true,
    load: () => import('../areas/dashboard/EventsPage.tsx'),
  },
  {
    path: '/line',
    nav: nav('nav.line', Waypoints, 'figures'),
    roles: ['hr', 'admin'],
    messages: ['line', 'letters'],
    load: () => import('../areas/line/LinePage.tsx'),
  },
  {
    path: '/dead-letters',
    nav: nav('nav.letters', MailWarning, 'figures'),
    roles: ['admin'],
    messages: ['letters'],
    load: () => import('../areas/letters/LettersPage.tsx'),
  },
  // Without signing in; the addresses of /confirm, /confirm-address and /reset-password are those of auth's mails
  open('/sign-in', () => import('../areas/sign/SignInPage.tsx')),
  open('/signed-out', () => import('../areas/sign/SignedOutPage.tsx')),
  open('/register', () => import('../areas/sign/RegisterPage.tsx')),
  open('/confirm', () => import('../areas/sign/ConfirmPage.tsx')),
  open('/confirm-address', () => import('../areas/sign/AddressPage.tsx')),
  open('/forgotten-password', () => import('../areas/sign/ForgottenPage.tsx')),
  open('/reset-password', () => import('../areas/sign/ResetPage.tsx')),
];

/** Whether somebody with these roles may open it. */
export const maySee = ({ roles }: Pick<PageEntry, 'roles'>, own: readonly Role[]): boolean =>
  typeof roles === 'string' || roles.some((role) => own.includes(role));

/** Whether it stands in the navigation of somebody with these roles. */
export const isListed = (page: PageEntry, own: readonly Role[]): boolean =>
  page.nav !== null && maySee(page, own) && maySee({ roles: page.nav.roles ?? page.roles }, own);

/** Whether the pattern of a page matches a path: `/people/:id` matches `/people/7`. */
function matches(pattern: string, path: string): boolean {
  const wanted = pattern.split('/');
  const given = path.split('/');
  return wanted.length === given.length && wanted.every((part, place) => part.startsWith(':') || part === given[place]);
}

/** The page of a path; a path that is written out wins over a pattern. */
export const pageOf = (path: string): PageEntry | null =>
  pages.find((page) => page.path === path) ?? pages.find((page) => matches(page.path, path)) ?? null;

/** Where somebody begins: the first of these that is theirs. */
const firsts: readonly (readonly [Role, string])[] = [
  ['hr', '/overview'],
  ['analyst', '/overview'],
  ['auditor', '/audit'],
  ['admin', '/settings/accounts'],
  ['manager', '/approvals'],
  ['employee', '/leave'],
];

/** The first page of somebody with these roles; null where there is none for them. */
export function homeOf(roles: readonly Role[]): string | null {
  const open = pages.filter((page) => page.roles !== 'anyone' && maySee(page, roles));
  const wanted = firsts.filter(([role]) => roles.includes(role)).map(([, path]) => path);
  const found = wanted.find((path) => open.some((page) => page.path === path));
  return found ?? (open.find((page) => page.nav !== null) ?? open[0])?.path ?? null;
}
