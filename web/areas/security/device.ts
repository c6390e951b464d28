const browsers = [
  ['Edg/', 'Edge'],
  ['OPR/', 'Opera'],
  ['Firefox/', 'Firefox'],
  ['Chrome/', 'Chrome'],
  ['Safari/', 'Safari'],
] as const;

const systems = [
  ['Android', 'Android'],
  ['iPhone', 'iPhone'],
  ['iPad', 'iPad'],
  ['Windows', 'Windows'],
  ['Mac OS X', 'macOS'],
  ['Linux', 'Linux'],
] as const;

const found = (pairs: readonly (readonly [string, string])[], agent: string): string | null =>
  pairs.find(([mark]) => agent.includes(mark))?.[1] ?? null;

/** A browser and its system as people know them; the first word of what sent something else. */
export function deviceName(userAgent: string): string {
  const names = [found(browsers, userAgent), found(systems, userAgent)].filter((name) => name !== null);
  return names.join(' · ') || userAgent.split(/[/ ]/)[0] || '–';
}

/** Whether it is held in a hand. */
export const isHandheld = (userAgent: string): boolean => /Android|iPhone|iPad|Mobile/.test(userAgent);
