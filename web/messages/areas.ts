import type { en as shell } from './shell/en.ts';

/**
 * Texts that come with the pages that need them (`areas` of a page in pages/catalogue.ts): a folder with en.ts and uk.ts for each. The
 * shell's own come with the first load.
 */
export const areas = {
  accounts: () => Promise.all([import('./accounts/en.ts'), import('./accounts/uk.ts')]),
  audit: () => Promise.all([import('./audit/en.ts'), import('./audit/uk.ts')]),
  calendar: () => Promise.all([import('./calendar/en.ts'), import('./calendar/uk.ts')]),
  dashboard: () => Promise.all([import('./dashboard/en.ts'), import('./dashboard/uk.ts')]),
  leave: () => Promise.all([import('./leave/en.ts'), import('./leave/uk.ts')]),
  notifications: () => Promise.all([import('./notifications/en.ts'), import('./notifications/uk.ts')]),
  people: () => Promise.all([import('./people/en.ts'), import('./people/uk.ts')]),
  security: () => Promise.all([import('./security/en.ts'), import('./security/uk.ts')]),
  reports: () => Promise.all([import('./reports/en.ts'), import('./reports/uk.ts')]),
  settings: () => Promise.all([import('./settings/en.ts'), import('./settings/uk.ts')]),
  sign: () => Promise.all([import('./sign/en.ts'), import('./sign/uk.ts')]),
};

export type Area = keyof typeof areas;

type Loaded = { readonly [A in Area]: Awaited<ReturnType<(typeof areas)[A]>>[0]['en'] };
type Together<Union> = (Union extends unknown ? (one: Union) => void : never) extends (all: infer All) => void
  ? All
  : never;

/** Every text in English, of whatever area. */
export type English = typeof shell & Together<Loaded[Area]>;
