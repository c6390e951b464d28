import { roomOf } from './source.ts';

/** Faults that are known and being mended: entries only ever go. What is moving is named without its folder. */
export const longFunctions: ReadonlySet<string> = new Set([
  'api startFixture',
  'ingress createBridge',
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

/** How many circles of imports a room has yet. */
const circles: Readonly<Record<string, number>> = {
  api: 3,
  domain: 2,
  engine: 1,
  services: 4,
};

export function unknownCircles(found: readonly string[][]): string[][] {
  const byRoom = Map.groupBy(found, ([file = '']) => roomOf(file));
  return [...byRoom].filter(([room, some]) => some.length > (circles[room] ?? 0)).flatMap(([, some]) => some);
}
