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

/** start.ts has a process group of its own: every signal reaches it through here, and it stops when this process is gone. */
function run() {
  const child = spawn(node, [join(checkout, 'local', 'start.ts'), ...process.argv.slice(2)], {
    stdio: ['inherit', 'inherit', 'inherit', 'ipc'],
    detached: true,
  });
  child.on('error', (error) =>
    quit(`Node of node_modules cannot be run: ${error.message}. Delete node_modules and start again.`),
  );
  child.on('exit', (code) => process.exit(code ?? 1));
  const stop = once500(() => child.kill('SIGTERM'));
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, stop);
  if (process.env.npm_lifecycle_event) whenOrphaned(stop);
}

/** One Ctrl-C comes twice under npm: from the terminal and from npm. */
function once500(act) {
  let last = 0;
  return () => {
    if (Date.now() - last < 500) return;
    last = Date.now();
    act();
  };
}

/** npm that is killed tells nobody. */
function whenOrphaned(act) {
  const parent = process.ppid;
  const watch = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(watch);
    act();
  }, 500);
}

function quit(sentence) {
  process.stderr.write(`${sentence}\n`);
  process.exit(1);
}
