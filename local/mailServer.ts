import { IncomingMessage, Server } from 'node:http';
import type { Socket } from 'node:net';
import { MailDev } from 'maildev';
import { z } from 'zod';
import { port, readConfig } from '#lib/config.ts';
import { foreignness } from '#lib/http/foreign.ts';
import { ourNames } from '#lib/http/ourNames.ts';
import { runRole } from '#lib/role.ts';

const isOurName = ourNames();

/**
 * maildev answers the pages of every site with all the mail it has. Here every server of this process refuses them,
 * from its first request on, before anything of maildev hears of it.
 */
function refusePagesOfElsewhere(): void {
  const emit = Server.prototype.emit;
  Server.prototype.emit = function guarded(event: string | symbol, ...given: unknown[]): boolean {
    const [request] = given;
    const asked = (event === 'request' || event === 'upgrade') && request instanceof IncomingMessage;
    if (!asked || foreignness(request.headers, isOurName, true) === null)
      return Reflect.apply(emit, this, [event, ...given]);
    refuse(request.socket);
    return true;
  };
}

const refuse = (socket: Socket): void =>
  void socket.end('HTTP/1.1 403 Forbidden\r\nconnection: close\r\ncontent-length: 0\r\n\r\n');

refusePagesOfElsewhere();

await runRole('mail', null, async () => {
  const config = readConfig({
    MAIL_FOLDER: z.string().default('.leaveline/mail').describe('A folder for the mail.'),
    SMTP_PORT: port(1025),
    MAIL_PORT: port(1080),
  });
  const mail = new MailDev({
    ip: '127.0.0.1',
    smtp: config.SMTP_PORT,
    webIp: '127.0.0.1',
    web: config.MAIL_PORT,
    mailDirectory: config.MAIL_FOLDER,
    maxEmails: 2_000,
  });
  await mail.start();
  return { ready: () => null, stop: () => mail.stop() };
});
