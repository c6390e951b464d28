import type { en as shell } from '../language/messages/en.ts';

/**
 * Texts that come with the pages that need them (`areas` of a page in pages/catalogue.ts): a folder with en.ts and uk.ts for each. The
 * shell's own come with the first load.
 */
export const areas = {
  accounts: () => Promise.all([import('../areas/accounts/messages/en.ts'), import('../areas/accounts/messages/uk.ts')]),
  audit: () => Promise.all([import('../areas/audit/messages/en.ts'), import('../areas/audit/messages/uk.ts')]),
  calendar: () => Promise.all([import('../areas/calendar/messages/en.ts'), import('../areas/calendar/messages/uk.ts')]),
  dashboard: () => Promise.all([import('../panels/messages/en.ts'), import('../panels/messages/uk.ts')]),
  leave: () => Promise.all([import('../areas/leave/messages/en.ts'), import('../areas/leave/messages/uk.ts')]),
  notifications: () =>
    Promise.all([import('../areas/notifications/messages/en.ts'), import('../areas/notifications/messages/uk.ts')]),
  people: () => Promise.all([import('../areas/people/messages/en.ts'), import('../areas/people/messages/uk.ts')]),
  security: () => Promise.all([import('../areas/security/messages/en.ts'), import('../areas/security/messages/uk.ts')]),
  reports: () => Promise.all([import('../areas/reports/messages/en.ts'), import('../areas/reports/messages/uk.ts')]),
  settings: () => Promise.all([import('../areas/settings/messages/en.ts'), import('../areas/settings/messages/uk.ts')]),
  sign: () => Promise.all([import('../areas/sign/messages/en.ts'), import('../areas/sign/messages/uk.ts')]),
};

export type Area = keyof typeof areas;

type Loaded = { readonly [A in Area]: Awaited<ReturnType<(typeof areas)[A]>>[0]['en'] };
type Together<Union> = (Union extends unknown ? (one: Union) => void : never) extends (all: infer All) => void
  ? All
  : never;

/** Every text in English, of whatever area. */
export type English = typeof shell & Together<Loaded[Area]>;
