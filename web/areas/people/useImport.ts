import { useEffect, useState } from 'preact/hooks';
import type { ImportStatus } from '#services/user/answers.ts';
import { asPerson } from '../../data/authorized.ts';
import { ask, send } from '../../data/call.ts';
import { refreshUnder } from '../../data/resource.ts';
import { useAct } from '../../kit/useAct.ts';

/** While a file is applied, how far it is is asked for this often, ms. */
const pollMs = 500;

/** A file on its way: checked, looked at, applied. */
export function useImport() {
  const [status, setStatus] = useState<ImportStatus | null>(null);
  const { busy, problem, run, hear, forget } = useAct();
  const path = `/api/user/imports/${status?.importId}`;
  useEffect(() => {
    if (status?.state !== 'applying') return;
    const timer = setTimeout(async () => {
      const answer = hear(await ask<ImportStatus>(path));
      if (!answer.ok) return setStatus({ ...status });
      if (answer.data.state !== 'applying') refreshUnder('/api/user');
      setStatus(answer.data);
    }, pollMs);
    return () => clearTimeout(timer);
  }, [status]);
  async function check(file: File): Promise<void> {
    const init = { method: 'POST', headers: { 'content-type': 'text/csv' }, body: await file.text() };
    const answer = await run(() => asPerson<ImportStatus>('/api/user/imports', init));
    setStatus(answer.ok ? answer.data : null);
  }
  async function apply(): Promise<void> {
    const answer = await run(() => send<ImportStatus>('POST', `${path}/apply`));
    if (answer.ok) setStatus({ ...answer.data, state: 'applying' });
  }
  async function cancel(): Promise<void> {
    hear(await send('DELETE', path));
  }
  function again(): void {
    setStatus(null);
    forget();
  }
  return { status, problem, busy, check, apply, cancel, again };
}
