import { signal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import type { Decided, DecisionResults, LeaveRequest, Verdict } from '#services/vacation/answers.ts';
import { asPerson } from '../../data/authorized.ts';
import { withBody } from '../../data/exchange.ts';
import { refreshUnder } from '../../data/resource.ts';
import { toast, toastProblem } from '../../kit/Toasts.tsx';
import { speech } from '../../language/appearance.ts';
import { explain } from '../../language/explain.ts';

/** How long a decision can be taken back before it is sent, ms: as long as its toast is shown. */
const heldMs = 8000;

interface Batch {
  readonly requests: readonly LeaveRequest[];
  readonly verdict: Verdict;
  readonly reason: string | null;
  readonly timer: ReturnType<typeof setTimeout>;
}

/** Decisions that are made but not sent yet. */
const held = signal<readonly Batch[]>([]);

/** Versions of requests whose decision is on its way or was done: a queue that still shows them is older than that. */
const passed = signal<ReadonlySet<string>>(new Set());

const versionOf = ({ requestId, version }: Pick<LeaveRequest, 'requestId' | 'version'>): string =>
  `${requestId} ${version}`;

const nameIn = (batch: Batch, id: string): string =>
  batch.requests.find(({ requestId }) => requestId === id)?.employeeName ?? id;

/** Says of each that could not be decided why. */
function tell(batch: Batch, results: readonly Decided[]): void {
  const { text } = speech.value;
  for (const { requestId, status, code, detail } of results) {
    if (status < 300) continue;
    const problem = { ...(code !== null && { code }), ...(detail !== null && { detail }) };
    const what = explain(speech.value, problem).what;
    toast(text('approvals.failed', { name: nameIn(batch, requestId), what }), { tone: 'failed' });
  }
}

/**
 * Whether a request still waits in the version that was decided on; null: no answer came. What was overtaken has a new
 * version.
 */
function staysOpen({ requestId }: LeaveRequest, results: readonly Decided[] | null): boolean {
  const found = results?.find((one) => one.requestId === requestId);
  return found === undefined || (found.status >= 300 && found.code !== 'stale');
}

/** Sends a batch that nobody took back. `keepalive`: also while the page is being left. */
async function sendBatch(batch: Batch): Promise<void> {
  clearTimeout(batch.timer);
  if (!held.value.includes(batch)) return;
  const { requests, verdict: decision, reason } = batch;
  passed.value = new Set([...passed.value, ...requests.map(versionOf)]);
  held.value = held.value.filter((one) => one !== batch);
  const decisions = requests.map(({ requestId, version }) => ({ requestId, version, decision, reason }));
  const path = '/api/vacation/approvals/decisions';
  const init = { ...withBody('POST', { decisions }), keepalive: true };
  const answer = await asPerson<DecisionResults>(path, init);
  if (answer.ok) tell(batch, answer.data.results);
  else toastProblem(answer.problem);
  const results = answer.ok ? answer.data.results : null;
  const open = new Set(requests.filter((request) => staysOpen(request, results)).map(versionOf));
  passed.value = new Set([...passed.value].filter((version) => !open.has(version)));
  refreshUnder('/api/vacation');
}

function sendAll(): void {
  for (const batch of held.value) void sendBatch(batch);
}

function takeBack(batch: Batch): void {
  if (!held.value.includes(batch)) {
    toast(speech.value.text('approvals.tooLate'), { tone: 'failed' });
    return;
  }
  clearTimeout(batch.timer);
  held.value = held.value.filter((one) => one !== batch);
}

function hold(requests: readonly LeaveRequest[], verdict: Verdict, reason: string | null): void {
  const batch: Batch = { requests, verdict, reason, timer: setTimeout(() => void sendBatch(batch), heldMs) };
  held.value = [...held.value, batch];
  toast(speech.value.plural(`approvals.done.${verdict}`, requests.length), { undo: () => takeBack(batch) });
}

/** Decides on requests; for eight seconds it can be taken back, and it is sent at once when the page is left. */
export function useDecisions() {
  useEffect(() => {
    window.addEventListener('pagehide', sendAll);
    return () => {
      window.removeEventListener('pagehide', sendAll);
      sendAll();
    };
  }, []);
  const waiting = new Set(held.value.flatMap(({ requests }) => requests.map(({ requestId }) => requestId)));
  const isDecided = (request: LeaveRequest): boolean =>
    waiting.has(request.requestId) || passed.value.has(versionOf(request));
  return { isDecided, decide: hold };
}
