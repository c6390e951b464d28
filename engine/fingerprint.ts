import { ConfigError } from '#lib/config.ts';

type Fingerprint = Readonly<Record<string, string>>;

/** Whose store it is, and what an operator does instead of going on with it. */
interface FingerprintOwner {
  readonly subtopology: string;
  readonly nextGeneration: string;
}

/**
 * What a store holds on to of the settings that shaped it: the stored ones and those it sees for the first time (the
 * stored object itself if there are none). Throws a ConfigError that names every setting whose value is another one
 * now.
 */
export function mergeFingerprint(owner: FingerprintOwner, stored: Fingerprint, current: Fingerprint): Fingerprint {
  const changed = Object.keys(current).filter((name) => name in stored && stored[name] !== current[name]);
  if (changed.length > 0) throw new ConfigError(refusal(owner, changed, stored, current));
  const added = Object.keys(current).filter((name) => !(name in stored));
  return added.length === 0 ? stored : { ...stored, ...current };
}

const refusal = (
  { subtopology, nextGeneration }: FingerprintOwner,
  changed: readonly string[],
  stored: Fingerprint,
  current: Fingerprint,
): string =>
  [
    `The stores of "${subtopology}" were computed under other settings:`,
    ...changed.map(
      (name) => `  ${name} was ${JSON.stringify(stored[name])} and is now ${JSON.stringify(current[name])}`,
    ),
    'What is taken back must be what was added, so the numbers would go wrong. Set the old value again, or ' +
      `${nextGeneration}: the next generation computes everything anew under the new settings.`,
  ].join('\n');
