// `npm start` for any Node from 20 on: installs what package-lock.json names, then runs start.ts under the Node that is
// among it. No package and no TypeScript here.
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const checkout = join(dirname(fileURLToPath(import.meta.url)), '..');
const node = join(checkout, 'node_modules', '.bin', 'node');
const oldest = 20;

requireNode();
if (!isInstalled()) install();
run();

function requireNode() {
  if (Number.parseInt(process.versions.node, 10) >= oldest) return;
  quit(`Leaveline needs Node ${oldest} or newer to start; this is ${process.versions.node}. See https://nodejs.org.`);
}

/** Whether node_modules holds every package of package-lock.json in its version. */
function isInstalled() {
  const wanted = packagesOf(join(checkout, 'package-lock.json'));
  const present = packagesOf(join(checkout, 'node_modules', '.package-lock.json'));
  const required = Object.entries(wanted).filter(([path, { optional, link }]) => path && !optional && !link);
  return existsSync(node) && required.every(([path, { version }]) => present[path]?.version === version);
}

function packagesOf(file) {
  return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')).packages ?? {}) : {};
}

function install() {
  process.stdout.write('packages    installing what package-lock.json names (about a minute, once)\n');
  const { status, error } = spawnSync('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error'], {
    cwd: checkout,
    stdio: 'inherit',
  });
  if (error) quit(`npm cannot be run: ${error.message}. It comes with Node: https://nodejs.org.`);
  if (status !== 0) quit('The packages could not be installed (see above). Check the network and start again.');
}

/** start.ts gets its own Ctrl-C from the terminal, SIGTERM from here, and stops when this process is gone. */
function run() {
  const child = spawn(node, [join(checkout, 'local', 'start.ts'), ...process.argv.slice(2)], {
    stdio: ['inherit', 'inherit', 'inherit', 'ipc'],
  });
  child.on('error', (error) =>
    quit(`Node of node_modules cannot be run: ${error.message}. Delete node_modules and start again.`),
  );
  child.on('exit', (code) => process.exit(code ?? 1));
  process.on('SIGINT', () => {});
  process.on('SIGTERM', () => child.kill('SIGTERM'));
  process.on('SIGHUP', () => child.kill('SIGTERM'));
}

function quit(sentence) {
  process.stderr.write(`${sentence}\n`);
  process.exit(1);
}
