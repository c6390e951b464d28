import { type ParsedMail, simpleParser } from 'mailparser';
import { SMTPServer, type SMTPServerSession } from 'smtp-server';
import { freePort } from '#local/ports.ts';

export interface Arrived extends ParsedMail {
  readonly envelope: SMTPServerSession['envelope'];
}

/** What the server does with the next mail. */
export type Manner = 'take' | 'defer' | 'refuse' | 'unknown address' | 'cut after data';

export interface MailServer {
  readonly port: number;
  /** What has arrived, in order, whether or not the sender was told. */
  readonly arrived: Arrived[];
  /** For the next mails, one each; then all are taken. */
  manners: Manner[];
  /** Called before a recipient is answered, and before the end of the data is. */
  before: (step: 'recipient' | 'answer') => Promise<void>;
  stop(): Promise<void>;
}

const reply = (responseCode: number, message: string) => Object.assign(new Error(message), { responseCode });

/** A real SMTP server in this process. */
export async function mailServer(): Promise<MailServer> {
  const port = await freePort();
  const state: MailServer = { port, arrived: [], manners: [], before: async () => {}, stop: async () => {} };
  let manner: Manner = 'take';
  const server = new SMTPServer({
    disabledCommands: ['AUTH', 'STARTTLS'],
    logger: false,
    closeTimeout: 100,
    onRcptTo(_address, _session, callback) {
      manner = state.manners.shift() ?? 'take';
      const answers = {
        defer: reply(451, '4.3.0 try again later'),
        refuse: reply(550, '5.7.1 not from you'),
        'unknown address': reply(550, '5.1.1 no such user'),
      };
      void state.before('recipient').then(() => callback(answers[manner as keyof typeof answers]));
    },
    onData(stream, session, callback) {
      // A sender that is killed inside DATA has sent no mail: there is nothing to take and nobody to answer.
      const cutOff = () => undefined;
      void simpleParser(stream).then(async (mail) => {
        state.arrived.push({ ...mail, envelope: session.envelope });
        await state.before('answer');
        if (manner !== 'cut after data') return callback();
        for (const connection of (server as unknown as { connections: Set<{ _socket: { destroy(): void } }> })
          .connections)
          connection._socket.destroy();
      }, cutOff);
    },
  });
  server.on('error', () => undefined);
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  return Object.assign(state, { stop: () => new Promise<void>((resolve) => server.close(() => resolve())) });
}
