import { flag, subjectOf, subjectOrAll } from './calls.ts';
import { noSubjectConfig, noSubjectMode } from './errors.ts';
import type { Registry } from './registry.ts';
import type { Call, Route } from './route.ts';
import { dropLevel, dropMode, setLevel, setMode } from './settings.ts';

export const configRoutes = (registry: Registry): readonly Route[] => [
  ['GET', '/config', () => ({ compatibilityLevel: registry.state.level() ?? 'BACKWARD' })],
  ['GET', '/config/:subject', (call) => ({ compatibilityLevel: ownLevel(registry, call) })],
  ...everybodysAndOwn('PUT', '/config', (call) => putLevel(registry, call)),
  ...everybodysAndOwn('DELETE', '/config', async (call) => ({
    compatibilityLevel: await dropLevel(registry, subjectOrAll(call)),
  })),
];

export const modeRoutes = (registry: Registry): readonly Route[] => [
  ['GET', '/mode', () => ({ mode: registry.mode() })],
  ['GET', '/mode/:subject', (call) => ({ mode: ownMode(registry, call) })],
  ...everybodysAndOwn('PUT', '/mode', (call) => putMode(registry, call)),
  ...everybodysAndOwn('DELETE', '/mode', async (call) => ({ mode: await dropMode(registry, subjectOrAll(call)) })),
];

const everybodysAndOwn = (method: Route[0], path: string, handler: Route[2]): readonly Route[] => [
  [method, path, handler],
  [method, `${path}/:subject`, handler],
];

function ownLevel(registry: Registry, call: Call): string {
  const subject = subjectOf(call);
  const level = flag(call, 'defaultToGlobal') ? registry.level(subject) : registry.state.level(subject);
  if (level === undefined) throw noSubjectConfig(subject);
  return level;
}

function ownMode(registry: Registry, call: Call): string {
  const subject = subjectOf(call);
  const mode = flag(call, 'defaultToGlobal') ? registry.mode(subject) : registry.state.mode(subject);
  if (mode === undefined) throw noSubjectMode(subject);
  return mode;
}

async function putLevel(registry: Registry, call: Call): Promise<object> {
  const { compatibility } = (call.body ?? {}) as { compatibility?: unknown };
  await setLevel(registry, subjectOrAll(call), compatibility);
  return { compatibility };
}

async function putMode(registry: Registry, call: Call): Promise<object> {
  const { mode } = (call.body ?? {}) as { mode?: unknown };
  await setMode(registry, subjectOrAll(call), mode, flag(call, 'force'));
  return { mode };
}
