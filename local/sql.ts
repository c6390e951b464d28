import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { readArguments } from '#lib/arguments.ts';
import { dataFolder, portsFrom } from './addresses.ts';
import { passwordsIn } from './clickhouse/users.ts';

const help = `npm run sql -- "SELECT …"

  Asks the ClickHouse of this machine, which reads and nothing else, and prints what it answers.

  --format <name>   how the answer is written (default PrettyCompact)
  --help            this text

  The port and the data folder are those of npm start: CLICKHOUSE_PORT, LEAVELINE_DATA.
`;

const { values, positionals } = readArguments(help, () =>
  parseArgs({
    allowPositionals: true,
    options: { format: { type: 'string', default: 'PrettyCompact' }, help: { type: 'boolean', short: 'h' } },
  }),
);

/** The reader's, which only the owner of the data folder can read. */
const { reader } = passwordsIn(join(dataFolder(process.env), 'clickhouse'));
const address = new URL(`http://localhost:${portsFrom(process.env).clickhouse}/?database=leaveline`);
address.searchParams.set('default_format', values.format);

const answer = await fetch(address, {
  method: 'POST',
  body: positionals.join(' '),
  headers: { authorization: `Basic ${btoa(`reader:${reader}`)}` },
}).catch(() => null);
if (answer === null) process.stderr.write(`No ClickHouse answers at ${address.origin}. Start the line: npm start\n`);
else process[answer.ok ? 'stdout' : 'stderr'].write(await answer.text());
process.exitCode = answer?.ok ? 0 : 1;
