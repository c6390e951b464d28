import { basename } from 'node:path';

/** Faults that are known and being mended: entries only ever go. What is moving is named without its folder. */
export const longFunctions: ReadonlySet<string> = new Set([
  'api startFixture',
  'engine openTask',
  'ingress createBridge',
  'lib startProxy',
  'local watch',
  'services authApp',
  'services changeRoutes',
  'services comparison',
  'services testBroker',
  'web Leave',
  'web Password',
  'web SickDialog',
  'web pictureOf',
  'web read',
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
