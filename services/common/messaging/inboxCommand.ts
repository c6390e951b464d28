import { parseArgs } from 'node:util';
import { type AmqpConnection, openConnection } from '#lib/amqp/connection.ts';
import { readArguments } from '#lib/arguments.ts';
import { readConfig, settings } from '#lib/config.ts';
import { silentLog } from '#lib/log.ts';
import { inboxQueue, listeners } from '#schemas/exchange.ts';
import { countLetters, lookAt, sendBack } from './deadLetters.ts';

const help = `Events that a service could not handle; each lies in leaveline.<service>.dead.

  npm run inbox                             how many there are of every service
  npm run inbox -- vacation                 which they are, and why
  npm run inbox -- vacation show <id>       one whole, personal data included
  npm run inbox -- vacation retry [<id>]    back to the service: one, or all

AMQP_URL as for the services. npm run dead-letters shows these beside all others, and closes what is not to be tried again.
`;

const say = (text: string): boolean => process.stdout.write(`${text}\n`);
const queueOf = (service: string): string => inboxQueue(service, process.env.LEAVELINE_PREFIX);

async function run(connection: AmqpConnection, service: string, what: string, id: string | null): Promise<number> {
  if (what === 'retry') {
    const sent = await sendBack(connection, queueOf(service), id);
    say(sent === 0 ? 'There was none to send back.' : `${sent} sent back to ${service}.`);
    return sent === 0 && id !== null ? 1 : 0;
  }
  const letters = await lookAt(connection, queueOf(service));
  if (what === 'list') {
    for (const letter of letters) say(`${letter.id}  ${letter.type}  ${letter.reason}: ${letter.detail}`);
    if (letters.length === 0) say(`${service} has given up nothing.`);
    return 0;
  }
  const found = letters.find((letter) => letter.id === id);
  say(found?.body ?? `${service} has no dead letter ${id}.`);
  return found ? 0 : 1;
}

async function count(connection: AmqpConnection): Promise<number> {
  for (const service of listeners)
    say(`${service.padEnd(14)}${await countLetters(connection, queueOf(service))} given up`);
  return 0;
}

const { positionals } = readArguments(help, () => {
  const given = parseArgs({ allowPositionals: true, options: { help: { type: 'boolean', short: 'h' } } });
  const [service, what = 'list', id, ...rest] = given.positionals;
  const known = service === undefined || listeners.some((name) => name === service);
  if (!known) throw new Error(`There is no inbox of "${service}". There are: ${listeners.join(', ')}.`);
  if (!/^(list|show|retry)$/.test(what)) throw new Error(`"${what}" is none of: list, show, retry.`);
  if (what === 'show' && id === undefined) throw new Error('Which one? npm run inbox -- <service> names them.');
  if (rest.length > 0) throw new Error(`One at a time, please: ${rest.join(' ')} is too much.`);
  return given;
});
const [service, what = 'list', id] = positionals;
try {
  const { AMQP_URL } = readConfig({ AMQP_URL: settings.AMQP_URL });
  const connection = await openConnection({ url: AMQP_URL, name: 'leaveline inbox', log: silentLog });
  process.exitCode = await (service ? run(connection, service, what, id ?? null) : count(connection));
  await connection.close();
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}
