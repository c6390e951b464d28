import type { Locale } from '#schemas/access/people.ts';
import { escaped, mailFont as font } from '../common/mail/html.ts';
import { filled } from '../common/mail/words.ts';
import type { Messages } from './messages/messages.ts';
import { languages, type RenderedMessage } from './render.ts';

export interface Letter {
  readonly said: RenderedMessage;
  readonly language: Locale;
  /** Given name; empty where it is unknown. */
  readonly name: string;
  /** Origin of the page: https://leave.example.org */
  readonly origin: string;
  /** One-click address; null where this kind of mail cannot be switched off. */
  readonly unsubscribe: string | null;
}

export interface Written {
  readonly subject: string;
  readonly text: string;
  readonly html: string;
}

/** The mail as text and as HTML that says the same; without images, so that nothing is fetched when it is read. */
export function write(letter: Letter): Written {
  const messages: Messages = languages[letter.language];
  const greeting = letter.name ? filled(messages.greeting, { name: letter.name }) : '';
  const paragraphs = [greeting, ...letter.said.paragraphs].filter(Boolean);
  return {
    subject: letter.said.subject,
    text: textOf(letter, paragraphs, messages),
    html: htmlOf(letter, paragraphs, messages),
  };
}

const choiceOf = ({ origin }: Letter): string => `${origin}/notifications`;
const linkOf = ({ origin, said }: Letter): string => `${origin}${said.place}`;
const whyOf = ({ said }: Letter, messages: Messages): string =>
  filled(messages.why, { kind: messages.kinds[said.kind] });

function textOf(letter: Letter, paragraphs: readonly string[], messages: Messages): string {
  const { said, unsubscribe } = letter;
  const foot = [
    '-- ',
    whyOf(letter, messages),
    `${messages.choose}: ${choiceOf(letter)}`,
    ...(unsubscribe === null ? [] : [`${messages.unsubscribe}: ${unsubscribe}`]),
  ];
  return `${[...paragraphs, `${said.action}: ${linkOf(letter)}`].join('\n\n')}\n\n${foot.join('\n')}\n`;
}

function htmlOf(letter: Letter, paragraphs: readonly string[], messages: Messages): string {
  const { said, language, unsubscribe } = letter;
  const body = paragraphs.map((text) => `<p style="margin:0 0 16px">${escaped(text)}</p>`).join('\n');
  const link = (to: string, text: string) => `<a href="${escaped(to)}" style="color:#60646c">${escaped(text)}</a>`;
  const off = unsubscribe === null ? '' : ` · ${link(unsubscribe, messages.unsubscribe)}`;
  return `<!doctype html>
<html lang="${language}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<meta name="color-scheme" content="light dark"><title>${escaped(said.subject)}</title></head>
<body style="margin:0;padding:24px 12px;background:#f0f0f3">
<table role="presentation" width="100%" cellpadding="0" cellspacing="0"><tr><td align="center">
<table role="presentation" width="560" cellpadding="0" cellspacing="0" style="max-width:100%;background:#ffffff;border-radius:12px">
<tr><td style="padding:32px;${font};font-size:16px;line-height:24px;color:#1c2024">
<h1 style="margin:0 0 16px;font-size:20px;line-height:28px">${escaped(said.subject)}</h1>
${body}
<a href="${escaped(linkOf(letter))}" style="display:inline-block;padding:10px 20px;border-radius:8px;background:#3e63dd;color:#ffffff;text-decoration:none;font-weight:600">${escaped(said.action)}</a>
</td></tr>
<tr><td style="padding:0 32px 32px;${font};font-size:13px;line-height:20px;color:#60646c">
${escaped(whyOf(letter, messages))}<br>${link(choiceOf(letter), messages.choose)}${off}
</td></tr></table></td></tr></table></body></html>
`;
}
