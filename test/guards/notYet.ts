import { basename } from 'node:path';

/** Faults that are known and being mended: entries only ever go. Files are named without their folders, which may change. */
export const longFunctions: ReadonlySet<string> = new Set([
  'Leave.tsx Leave',
  'Password.tsx Password',
  'SickDialog.tsx SickDialog',
  'anyStatistic.ts read',
  'authApp.ts authApp',
  'bridge.ts createBridge',
  'broker.ts testBroker',
  'charts.ts comparison',
  'child.ts watch',
  'fixture.ts startFixture',
  'loginActivity.ts pictureOf',
  'openTask.ts openTask',
  'loginActivity.ts read',
  'proxy.ts startProxy',
  'subscriptions.ts changeRoutes',
]);

export const repeats: ReadonlySet<string> = new Set(['balances.ts contract.ts', 'leaveRules.ts contract.ts']);

/** The files of each circle of imports; what is left of a circle is known, too. */
const circles: readonly (readonly string[])[] = [
  ['Figures.tsx', 'Overview.tsx', 'Panel.tsx', 'catalogue.ts', 'usePanel.ts'],
  ['areas.ts', 'message.ts', 'uk.ts'],
  ['balances.ts', 'decide.ts', 'findings.ts'],
  ['checkpointChain.ts', 'entryCheck.ts', 'verification.ts'],
  ['commonMigrations.ts', 'migrations.ts'],
  ['conditions.ts', 'events.ts', 'kept.ts', 'list.ts', 'route.ts'],
  ['database.ts', 'mysql.ts', 'sqlite.ts'],
  ['html.ts', 'page.ts'],
  ['leaveRules.ts', 'leaveTypes.ts'],
  ['ofGroups.ts', 'ofPeople.ts', 'reading.ts'],
  ['rabbitmq.ts', 'rabbitmqNode.ts'],
  ['reading.ts', 'sink.ts'],
  ['source.ts', 'views.ts'],
];

export const isKnownCircle = (files: readonly string[]): boolean =>
  circles.some((known) => files.every((file) => known.includes(basename(file))));
