// `npm start` for any Node from 20 on: runs start.ts under the Node of node_modules. No package and no TypeScript here.
import { spawn } from 'node:child_process';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const checkout = join(dirname(fileURLToPath(import.meta.url)), '..');
const node = join(checkout, 'node_modules', '.bin', 'node');

// start.ts has a process group of its own: every signal reaches it through here, and it stops when this process is
// gone.
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
