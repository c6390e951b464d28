import { addMessages } from '../language/speech.ts';

/**
 * Texts that come with the pages that need them (`messages` of a page in the catalogue), in English and in Ukrainian.
 */
export const messages = {
  accounts: () => Promise.all([import('../areas/accounts/messages/en.ts'), import('../areas/accounts/messages/uk.ts')]),
  approvals: () =>
    Promise.all([import('../areas/approvals/messages/en.ts'), import('../areas/approvals/messages/uk.ts')]),
  audit: () => Promise.all([import('../areas/audit/messages/en.ts'), import('../areas/audit/messages/uk.ts')]),
  calendar: () => Promise.all([import('../areas/calendar/messages/en.ts'), import('../areas/calendar/messages/uk.ts')]),
  dashboard: () =>
    Promise.all([import('../areas/dashboard/messages/en.ts'), import('../areas/dashboard/messages/uk.ts')]),
  leave: () => Promise.all([import('../areas/leave/messages/en.ts'), import('../areas/leave/messages/uk.ts')]),
  letters: () => Promise.all([import('../areas/letters/messages/en.ts'), import('../areas/letters/messages/uk.ts')]),
  line: () => Promise.all([import('../areas/line/messages/en.ts'), import('../areas/line/messages/uk.ts')]),
  notifications: () =>
    Promise.all([import('../areas/notifications/messages/en.ts'), import('../areas/notifications/messages/uk.ts')]),
  panels: () => Promise.all([import('../panels/messages/en.ts'), import('../panels/messages/uk.ts')]),
  people: () => Promise.all([import('../areas/people/messages/en.ts'), import('../areas/people/messages/uk.ts')]),
  reports: () => Promise.all([import('../areas/reports/messages/en.ts'), import('../areas/reports/messages/uk.ts')]),
  security: () => Promise.all([import('../areas/security/messages/en.ts'), import('../areas/security/messages/uk.ts')]),
  settings: () => Promise.all([import('../areas/settings/messages/en.ts'), import('../areas/settings/messages/uk.ts')]),
  sign: () => Promise.all([import('../areas/sign/messages/en.ts'), import('../areas/sign/messages/uk.ts')]),
};

export type MessageSet = keyof typeof messages;

type Texts = { readonly [Name in MessageSet]: Awaited<ReturnType<(typeof messages)[Name]>>[0]['en'] };
type Together<Union> = (Union extends unknown ? (one: Union) => void : never) extends (all: infer All) => void
  ? All
  : never;
type Added = Together<Texts[MessageSet]>;

declare module '../language/message.ts' {
  interface English extends Added {}
}

/** Loads a set of texts, in both languages. */
export async function loadMessages(name: MessageSet): Promise<void> {
  const [{ en }, { uk }] = await messages[name]();
  addMessages({ en, uk });
}
