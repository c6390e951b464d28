import type { Plural } from '../../common/mail/words.ts';
import type { NoticeKind, Template } from '../kinds.ts';

/**
 * Words of one message. In braces: {person} {actor} {instead} {period} {leave} {reason} {days} {at} {until} {ip}
 * {client}.
 */
export interface Words {
  /** Subject of the mail, and its title on the page. */
  readonly subject: string;
  readonly text: string;
  /** Further lines, each left out when what it names is unknown. */
  readonly lines: readonly string[];
}

/** Everything the service says in one language. */
export interface Messages {
  readonly templates: Readonly<Record<Template, Words>>;
  /** What the button says that leads to the place of a kind. */
  readonly actions: Readonly<Record<NoticeKind, string>>;
  readonly kinds: Readonly<Record<NoticeKind, string>>;
  readonly leave: Readonly<Record<'annual' | 'unpaid' | 'sick' | 'study' | 'other', string>>;
  readonly dayParts: Readonly<Record<'full' | 'morning' | 'afternoon', string>>;
  /** How many business days, by the plural's category. */
  readonly days: Plural;
  readonly greeting: string;
  readonly somebody: string;
  readonly why: string;
  readonly choose: string;
  readonly unsubscribe: string;
  readonly unsubscribeQuestion: string;
  readonly unsubscribed: string;
  readonly badLink: string;
}
