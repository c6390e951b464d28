import { join } from 'node:path';
import type { Ports } from './addresses.ts';
import { httpReady } from './httpReady.ts';
import { foundPart } from './part.ts';
import { listens } from './ports.ts';
import { programService } from './program.ts';
import { unanswered } from './servers.ts';
import type { Service } from './supervisor.ts';

export interface MailChoice {
  /** Where mail is taken, and where people read it. */
  readonly ports: Pick<Ports, 'smtp' | 'mail'>;
  /** A mail server that the user named; none is started then. */
  readonly url?: string | undefined;
}

/** A mail server that keeps all mail and shows it on a page; nothing leaves this machine. */
export function mailService({ ports, url }: MailChoice): Service {
  if (url) return { name: 'mail', start: () => foundMail(url) };
  const address = `http://localhost:${ports.mail}`;
  return {
    name: 'mail',
    start: (context) =>
      programService({
        name: 'mail',
        file: 'local/mailServer.ts',
        env: {
          MAIL_FOLDER: join(context.dataDir, 'mail'),
          SMTP_PORT: String(ports.smtp),
          MAIL_PORT: String(ports.mail),
        },
        port: ports.smtp,
        portRemedy: 'set SMTP_URL to a running mail server, or SMTP_PORT and MAIL_PORT to free ports.',
        address,
        gives: { SMTP_URL: `smtp://localhost:${ports.smtp}` },
        ready: async () =>
          (await listens(ports.smtp))
            ? httpReady(`http://127.0.0.1:${ports.mail}/api/email`, 'opening its page')
            : 'loading its code',
      }).start(context),
  };
}

async function foundMail(url: string) {
  const { hostname, port, host } = new URL(url);
  if (!(await listens(Number(port || 25), hostname))) throw new Error(unanswered('SMTP_URL', host, 'mail server'));
  return foundPart('mail', host, { SMTP_URL: url });
}
