import * as errors from './errors.ts';
import type { Change, SchemaValue } from './records.ts';
import { isLatest, type Registry, versionNumber } from './registry.ts';

/**
 * Deletes a subject softly, so that its ids can still be read, or for good what was deleted softly before. Resolves
 * with the numbers of the versions. RegistryError when it is unknown, in the wrong state or referred to.
 */
export const deleteSubject = (registry: Registry, subject: string, permanent: boolean): Promise<number[]> =>
  registry.log.exclusively(async (append) => {
    registry.refuseReadOnly(subject);
    const all = registry.state.versions(subject, 'all');
    const live = registry.state.versions(subject, 'live');
    if (all.length === 0) throw errors.subjectNotFound(subject);
    if (!permanent && live.length === 0) throw errors.subjectSoftDeleted(subject);
    if (permanent && live.length > 0) throw errors.subjectNotSoftDeleted(subject);
    const targets = permanent ? all : live;
    for (const target of targets) refuseReferenced(registry, target);
    await append(permanent ? forgetting(registry, subject, all) : [softly(subject, live)]);
    return targets.map(({ version }) => version);
  });

const softly = (subject: string, live: readonly SchemaValue[]): Change => ({
  keytype: 'DELETE_SUBJECT',
  subject,
  value: { version: live.at(-1)?.version ?? 0 },
});

/** Tombstones of the versions, newest first, then of the subject's own settings. */
function forgetting({ state }: Registry, subject: string, all: readonly SchemaValue[]): Change[] {
  const versions = all
    .toReversed()
    .map(({ version }) => ({ keytype: 'SCHEMA', subject, version, value: null }) as const);
  const mode = state.mode(subject) === undefined ? [] : [{ keytype: 'MODE', subject, value: null } as const];
  const level = state.level(subject) === undefined ? [] : [{ keytype: 'CONFIG', subject, value: null } as const];
  return [...versions, ...mode, ...level];
}

/** The same for one version. Resolves with its number. */
export const deleteVersion = (
  registry: Registry,
  subject: string,
  version: string,
  permanent: boolean,
): Promise<number> =>
  registry.log.exclusively(async (append) => {
    registry.refuseReadOnly(subject);
    const target = toDelete(registry, subject, version, permanent);
    refuseReferenced(registry, target);
    const value = permanent ? null : { ...target, deleted: true };
    await append([{ keytype: 'SCHEMA', subject, version: target.version, value }]);
    return target.version;
  });

function toDelete({ state }: Registry, subject: string, version: string, permanent: boolean): SchemaValue {
  const number = isLatest(version)
    ? state.versions(subject, permanent ? 'all' : 'live').at(-1)?.version
    : versionNumber(version);
  const found = number === undefined ? undefined : state.version(subject, number);
  if (state.versions(subject, 'all').length === 0) throw errors.subjectNotFound(subject);
  if (!found) throw errors.versionNotFound(version);
  if (!permanent && found.deleted) throw errors.versionSoftDeleted(subject, found.version);
  if (permanent && !found.deleted) throw errors.versionNotSoftDeleted(subject, found.version);
  return found;
}

function refuseReferenced({ state }: Registry, { subject, version }: SchemaValue): void {
  if (state.referringTo(subject, version).length > 0) throw errors.referenced(subject, version);
}
