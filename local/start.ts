import { parseArgs } from 'node:util';
import { readArguments } from '#lib/arguments.ts';
import type { SignIn } from './company.ts';
import { type Line, startLine } from './line.ts';
import { screenFor } from './screen.ts';

const help = `npm start [-- --bare]

  Starts the whole line on this machine and watches over it until Ctrl-C.

  --bare   without the demonstration company
  --help   this text

  Servers that you name are used instead of started:
    KAFKA_BROKERS, AMQP_URL, SCHEMA_REGISTRY_URL, CLICKHOUSE_URL, SMTP_URL, DATABASE_URL (MySQL or MariaDB)
  Ports: KAFKA_PORT, RABBITMQ_PORT, CLICKHOUSE_PORT, REGISTRY_PORT, SMTP_PORT, MAIL_PORT (the page with the mail),
    INGRESS_PORT, STREAMS_PORT, SINKS_PORT, API_PORT, AUTH_PORT, USER_PORT, VACATION_PORT, NOTIFICATION_PORT,
    AUDIT_PORT, CALENDAR_PORT, REPORTS_PORT
  Data, logs: LEAVELINE_DATA (default .leaveline)
`;

const { values } = readArguments(help, () =>
  parseArgs({ options: { bare: { type: 'boolean', default: false }, help: { type: 'boolean', short: 'h' } } }),
);
const screen = screenFor(process.stdout);
const stopping = stopSignals();
const line = await startLine({ bare: values.bare, log: screen, signal: stopping.signal }).catch(explain);
screen.close();
process.stdout.write(summary(line));
await stopping.asked;
process.stdout.write('Stopping.\n');
await line.stop();
quit('Leaveline has stopped.\n', 0);

/** The first signal asks to stop, the second ends this process at once; its children go with it. */
function stopSignals(): { signal: AbortSignal; asked: Promise<void> } {
  const controller = new AbortController();
  const ask = () => (controller.signal.aborted ? process.exit(130) : controller.abort());
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP', 'disconnect'] as const) process.on(signal as 'SIGINT', ask);
  const asked = new Promise<void>((resolve) => controller.signal.addEventListener('abort', () => resolve()));
  return { signal: controller.signal, asked };
}

function explain(error: Error): never {
  screen.close();
  return stopping.signal.aborted ? quit('Leaveline has stopped.\n', 0) : quit(`\n${error.message}\n`, 1);
}

function summary({ addresses, signIns }: Line): string {
  const rows = Object.entries(addresses).filter(([, address]) => address !== '');
  const table = rows.map(([name, address]) => `  ${name.padEnd(14)}${address}`).join('\n');
  const mail = addresses.mail ? `\n  Mail of the company: ${addresses.mail}` : '';
  const page = addresses.api ? `\n\n  Open ${addresses.api} · Ctrl-C stops everything${mail}` : '';
  return `\nLeaveline is ready\n\n${table}${page}\n${values.bare ? '' : signInText(signIns)}\n`;
}

/** The passwords are shown here alone; nothing keeps them. */
function signInText(signIns: readonly SignIn[]): string {
  if (signIns.length === 0)
    return '  Sign-ins were shown at the first start; a new password: npm run accounts -- --reset <login>\n';
  const rows = signIns.map(
    ({ login, password, roles }) => `  ${login.padEnd(28)}${password.padEnd(18)}${roles.at(-1)}`,
  );
  return `\n  Sign in with one of these. They are shown this once; keep them:\n\n${rows.join('\n')}\n`;
}

function quit(text: string, code: number): never {
  (code === 0 ? process.stdout : process.stderr).write(text);
  process.exit(code);
}
