import { compatibilityLevels } from '#lib/avro/compatibility.ts';
import * as errors from './errors.ts';
import type { Registry } from './registry.ts';

const modes = ['READWRITE', 'READONLY', 'READONLY_OVERRIDE', 'IMPORT'] as const;

/** Sets the level of a subject, or of all that have none of their own. */
export function setLevel(registry: Registry, subject: string | undefined, text: unknown): Promise<void> {
  const level = compatibilityLevels.find((one) => typeof text === 'string' && one === text.toUpperCase());
  if (!level) throw errors.invalidLevel();
  return registry.log.exclusively(async (append) => {
    if (registry.mode(subject).startsWith('READONLY')) throw errors.notPermitted('The registry is in read-only mode');
    await append([{ keytype: 'CONFIG', ...named(subject), value: { compatibilityLevel: level } }]);
  });
}

/** Takes a level back; resolves with what it was. RegistryError 40401 when the subject has none. */
export const dropLevel = ({ log, state }: Registry, subject: string | undefined): Promise<string> =>
  log.exclusively(async (append) => {
    const level = state.level(subject) ?? (subject === undefined ? 'BACKWARD' : undefined);
    if (level === undefined) throw errors.subjectNotFound(subject ?? '');
    await append([{ keytype: 'CONFIG', ...named(subject), value: null }]);
    return level;
  });

/** Sets the mode; IMPORT only where nothing is registered yet, unless forced. */
export function setMode({ log, state }: Registry, subject: string | undefined, text: unknown, force: boolean) {
  const mode = modes.find((one) => typeof text === 'string' && one === text.toUpperCase());
  if (!mode) throw errors.invalidMode();
  return log.exclusively(async (append) => {
    const taken = subject === undefined ? state.subjects('live') : state.versions(subject, 'live');
    if (mode === 'IMPORT' && taken.length > 0 && !force)
      throw errors.notPermitted('Cannot import since found existing subjects');
    await append([{ keytype: 'MODE', ...named(subject), value: { mode } }]);
  });
}

/** Takes a mode back; resolves with what it was. RegistryError 40401 when the subject has none. */
export const dropMode = ({ log, state }: Registry, subject: string | undefined): Promise<string> =>
  log.exclusively(async (append) => {
    const mode = state.mode(subject) ?? (subject === undefined ? 'READWRITE' : undefined);
    if (mode === undefined) throw errors.subjectNotFound(subject ?? '');
    await append([{ keytype: 'MODE', ...named(subject), value: null }]);
    return mode;
  });

const named = (subject: string | undefined) => (subject === undefined ? {} : { subject });
