// Goes before `npm start` and `npm test`, for any Node from 20 on: installs what package-lock.json names, Node 24
// included, if something of it is missing. No package and no TypeScript here.
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const checkout = join(dirname(fileURLToPath(import.meta.url)), '..');
const oldest = 20;

if (Number.parseInt(process.versions.node, 10) < oldest) {
  quit(`Leaveline needs Node ${oldest} or newer; this is ${process.versions.node}. See https://nodejs.org.`);
}
if (!isInstalled()) install();

/** Whether node_modules holds every package of package-lock.json in its version. */
function isInstalled() {
  const wanted = packagesOf(join(checkout, 'package-lock.json'));
  const present = packagesOf(join(checkout, 'node_modules', '.package-lock.json'));
  const required = Object.entries(wanted).filter(([path, { optional, link }]) => path && !optional && !link);
  const node = join(checkout, 'node_modules', '.bin', 'node');
  return existsSync(node) && required.every(([path, { version }]) => present[path]?.version === version);
}

function packagesOf(file) {
  return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')).packages ?? {}) : {};
}

function install() {
  process.stdout.write('packages    installing what package-lock.json names (a minute or more, once)\n');
  const { status, error } = spawnSync('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error'], {
    cwd: checkout,
    stdio: 'inherit',
  });
  if (error) quit(`npm cannot be run: ${error.message}. It comes with Node: https://nodejs.org.`);
  if (status !== 0) quit('The packages could not be installed (see above). Check the network and try again.');
}

function quit(sentence) {
  process.stderr.write(`${sentence}\n`);
  process.exit(1);
}
