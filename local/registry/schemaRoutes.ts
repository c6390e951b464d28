import { flag, proposalOf, schemaView, subjectOf, versionView, whichOf } from './calls.ts';
import { RegistryError, schemaNotFound } from './errors.ts';
import type { SchemaValue } from './records.ts';
import type { Registry } from './registry.ts';
import { type Call, RawJson, type Route } from './route.ts';

export const schemaRoutes = (registry: Registry): readonly Route[] => [
  ['GET', '/schemas', (call) => list(registry, call).map(versionView)],
  ['GET', '/schemas/types', () => ['AVRO']],
  ['GET', '/schemas/ids/:id', (call) => schemaView(withId(registry, call))],
  ['GET', '/schemas/ids/:id/schema', (call) => new RawJson(withId(registry, call).schema)],
  ['GET', '/schemas/ids/:id/subjects', (call) => [...new Set(holders(registry, call).map(({ subject }) => subject))]],
  [
    'GET',
    '/schemas/ids/:id/versions',
    (call) => holders(registry, call).map(({ subject, version }) => ({ subject, version })),
  ],
];

export const compatibilityRoutes = (registry: Registry): readonly Route[] => [
  ['POST', '/compatibility/subjects/:subject/versions', (call) => compatibility(registry, call)],
  ['POST', '/compatibility/subjects/:subject/versions/:version', (call) => compatibility(registry, call)],
];

export const metadataRoutes = (clusterId: string): readonly Route[] => [
  ['GET', '/', () => ({})],
  ['GET', '/contexts', () => ['.']],
  ['GET', '/v1/metadata/id', () => ({ id: '', scope: { path: [], clusters: clusters(clusterId) } })],
  ['GET', '/v1/metadata/version', () => ({ version: '8.5.0-leaveline', commitId: '' })],
];

const clusters = (clusterId: string) => ({ 'kafka-cluster': clusterId, 'schema-registry-cluster': 'leaveline' });

function list({ state }: Registry, call: Call): SchemaValue[] {
  const prefix = (call.query.get('subjectPrefix') ?? '').replace(/^:[.*]:/, '');
  const found = state.all(whichOf(call)).filter(({ subject }) => subject.startsWith(prefix));
  if (!flag(call, 'latestOnly')) return found;
  return found.filter(({ subject }, at) => found[at + 1]?.subject !== subject);
}

/** A soft-deleted schema can still be read by its id: records written with it are still there. */
function withId({ state }: Registry, { params }: Call): SchemaValue {
  const id = /^-?\d{1,10}$/.test(params.id ?? '') ? Number(params.id) : undefined;
  if (id === undefined) throw new RegistryError(404, 'HTTP 404 Not Found');
  const found = state.withId(id, 'all')[0];
  if (!found) throw schemaNotFound(id);
  return found;
}

function holders(registry: Registry, call: Call): SchemaValue[] {
  const { id } = withId(registry, call);
  return registry.state.withId(id, whichOf(call));
}

function compatibility(registry: Registry, call: Call): object {
  const messages = registry.incompatibilities(subjectOf(call), proposalOf(call), call.params.version);
  const verdict = { is_compatible: messages.length === 0 };
  return flag(call, 'verbose') ? { ...verdict, messages } : verdict;
}
