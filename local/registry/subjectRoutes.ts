import { flag, proposalOf, subjectOf, versionOf, versionView, whichOf } from './calls.ts';
import { deleteSubject, deleteVersion } from './deletion.ts';
import { subjectNotFound } from './errors.ts';
import type { Registry } from './registry.ts';
import { type Call, RawJson, type Route } from './route.ts';

export const subjectRoutes = (registry: Registry): readonly Route[] => [
  ['GET', '/subjects', (call) => subjects(registry, call)],
  ['POST', '/subjects/:subject', (call) => versionView(lookUp(registry, call))],
  ['DELETE', '/subjects/:subject', (call) => deleteSubject(registry, subjectOf(call), flag(call, 'permanent'))],
  ['GET', '/subjects/:subject/versions', (call) => versions(registry, call)],
  ['POST', '/subjects/:subject/versions', (call) => register(registry, call)],
  ['GET', '/subjects/:subject/versions/:version', (call) => versionView(find(registry, call))],
  ['GET', '/subjects/:subject/versions/:version/schema', (call) => new RawJson(find(registry, call).schema)],
  ['GET', '/subjects/:subject/versions/:version/referencedby', (call) => referencedBy(registry, call)],
  [
    'DELETE',
    '/subjects/:subject/versions/:version',
    (call) => deleteVersion(registry, subjectOf(call), versionOf(call), flag(call, 'permanent')),
  ],
];

function subjects({ state }: Registry, call: Call): string[] {
  const prefix = (call.query.get('subjectPrefix') ?? '').replace(/^:[.*]:/, '');
  return state.subjects(whichOf(call)).filter((subject) => subject.startsWith(prefix));
}

function versions({ state }: Registry, call: Call): number[] {
  const found = state.versions(subjectOf(call), whichOf(call));
  if (found.length === 0) throw subjectNotFound(subjectOf(call));
  return found.map(({ version }) => version);
}

const register = async (registry: Registry, call: Call) => ({
  id: await registry.register(subjectOf(call), proposalOf(call)),
});

const lookUp = (registry: Registry, call: Call) =>
  registry.lookUp(subjectOf(call), proposalOf(call), flag(call, 'deleted'));

const find = (registry: Registry, call: Call) => registry.find(subjectOf(call), versionOf(call), flag(call, 'deleted'));

function referencedBy(registry: Registry, call: Call): number[] {
  const { subject, version } = registry.find(subjectOf(call), versionOf(call), true);
  return [...new Set(registry.state.referringTo(subject, version).map(({ id }) => id))];
}
