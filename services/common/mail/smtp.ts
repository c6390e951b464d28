import { createTransport } from 'nodemailer';

/** A mail as it goes out. */
export interface Outgoing {
  readonly messageId: string;
  /** `Leaveline <leave@example.org>` */
  readonly from: string;
  /** Where bounces go. */
  readonly envelopeFrom: string;
  readonly to: string;
  readonly subject: string;
  readonly text: string;
  readonly html?: string;
  /** One-click address, or null. */
  readonly unsubscribe: string | null;
  readonly language: 'uk' | 'en';
  readonly attachments?: readonly Attachment[];
}

/** A file of a mail; with `cid` a picture that its HTML shows as `cid:<cid>`. */
export interface Attachment {
  readonly filename: string;
  readonly contentType: string;
  readonly content: Buffer;
  readonly cid?: string;
}

/** How it went. `later`: not taken now, or nobody knows; `refused`: never again. */
export type Delivery =
  /** `bytes`: of the whole message. */
  | { readonly kind: 'sent'; readonly bytes: number }
  /** `code`: of the error, such as ECONNECTION; `detail` may quote an address. */
  | { readonly kind: 'later'; readonly detail: string; readonly code?: string }
  | { readonly kind: 'refused'; readonly code: number; readonly detail: string };

export type Deliver = (mail: Outgoing) => Promise<Delivery>;

/** Longer than any step of SMTP may take here, shorter than a lease. */
const timeouts = { connectionTimeout: 20_000, greetingTimeout: 20_000, socketTimeout: 60_000, dnsTimeout: 20_000 };

/** Sends by the server at `url` (smtp://user:password@host:25), a connection each. */
export function smtp(url: string): Deliver {
  const transport = createTransport({ url, ...timeouts });
  return async (mail) => {
    try {
      const { messageSize } = await transport.sendMail(options(mail));
      return { kind: 'sent', bytes: messageSize ?? 0 };
    } catch (error) {
      return failure(error as SmtpError);
    }
  };
}

const options = (mail: Outgoing) => ({
  messageId: mail.messageId,
  from: mail.from,
  to: { name: '', address: mail.to },
  envelope: { from: mail.envelopeFrom, to: [mail.to] },
  subject: mail.subject,
  text: mail.text,
  ...(mail.html !== undefined && { html: mail.html }),
  attachments: (mail.attachments ?? []).map((attachment) => ({ ...attachment })),
  headers: {
    'Auto-Submitted': 'auto-generated',
    'Content-Language': mail.language,
    ...(mail.unsubscribe !== null && {
      'List-Unsubscribe': `<${mail.unsubscribe}>`,
      'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click',
    }),
  },
  disableFileAccess: true,
  disableUrlAccess: true,
});

interface SmtpError extends Error {
  readonly responseCode?: number;
  readonly response?: string;
  readonly command?: string;
  readonly code?: string;
}

const refusable = /^(MAIL FROM|RCPT TO|DATA)/;

/**
 * A mail is refused by 5xx to the mail itself; to a greeting or a sign-in it is our settings that are wrong, and the
 * mail waits.
 */
function failure({ responseCode = 0, response, message, command = '', code = '' }: SmtpError): Delivery {
  const detail = (response ?? message).slice(0, 500);
  if (responseCode >= 500 && refusable.test(command)) return { kind: 'refused', code: responseCode, detail };
  return { kind: 'later', detail, code };
}
