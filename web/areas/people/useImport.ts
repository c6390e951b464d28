import { useEffect, useState } from 'preact/hooks';
import type { ImportStatus } from '#services/user/answers.ts';
import { asPerson } from '../../data/authorized.ts';
import { ask, send } from '../../data/call.ts';
import type { Answer } from '../../data/exchange.ts';
import type { Problem } from '../../data/problem.ts';
import { refreshUnder } from '../../data/resource.ts';

/** While a file is applied, how far it is is asked for this often, ms. */
const pollMs = 500;

const problemOf = (answer: Answer<unknown>): Problem | null => (answer.ok ? null : answer.problem);

/** A file on its way: checked, looked at, applied. */
export function useImport() {
  const [status, setStatus] = useState<ImportStatus | null>(null);
  const [problem, setProblem] = useState<Problem | null>(null);
  const [busy, setBusy] = useState(false);
  const path = `/api/user/imports/${status?.importId}`;
  useEffect(() => {
    if (status?.state !== 'applying') return;
    const timer = setTimeout(async () => {
      const answer = await ask<ImportStatus>(path);
      setProblem(problemOf(answer));
      if (!answer.ok) return setStatus({ ...status });
      if (answer.data.state !== 'applying') refreshUnder('/api/user');
      setStatus(answer.data);
    }, pollMs);
    return () => clearTimeout(timer);
  }, [status]);
  async function check(file: File): Promise<void> {
    setBusy(true);
    const init = { method: 'POST', headers: { 'content-type': 'text/csv' }, body: await file.text() };
    const answer = await asPerson<ImportStatus>('/api/user/imports', init);
    setBusy(false);
    setStatus(answer.ok ? answer.data : null);
    setProblem(problemOf(answer));
  }
  async function apply(): Promise<void> {
    setBusy(true);
    const answer = await send<ImportStatus>('POST', `${path}/apply`);
    setBusy(false);
    setProblem(problemOf(answer));
    if (answer.ok) setStatus({ ...answer.data, state: 'applying' });
  }
  async function cancel(): Promise<void> {
    setProblem(problemOf(await send('DELETE', path)));
  }
  function again(): void {
    setStatus(null);
    setProblem(null);
  }
  return { status, problem, busy, check, apply, cancel, again };
}
