import { useEffect, useState } from 'preact/hooks';
import { asPerson } from '../../data/authorized.ts';
import { ask, send } from '../../data/call.ts';
import type { Problem } from '../../data/contract.ts';
import { refreshUnder } from '../../data/resource.ts';
import type { ImportStatus } from './contract.ts';

/** While a file is applied, how far it is is asked for this often, ms. */
const EVERY = 500;

/** A file on its way: checked, looked at, applied. */
export const useImport = () => {
  const [status, setStatus] = useState<ImportStatus | null>(null);
  const [problem, setProblem] = useState<Problem | null>(null);
  const [busy, setBusy] = useState(false);
  const path = `/api/user/imports/${status?.importId}`;
  useEffect(() => {
    if (status?.state !== 'applying') return;
    const timer = setTimeout(async () => {
      const answer = await ask<ImportStatus>(path);
      setProblem(answer.ok ? null : answer.problem);
      if (!answer.ok) return setStatus({ ...status });
      if (answer.data.state !== 'applying') refreshUnder('/api/user');
      setStatus(answer.data);
    }, EVERY);
    return () => clearTimeout(timer);
  }, [status]);
  const check = async (file: File): Promise<void> => {
    setBusy(true);
    const init = { method: 'POST', headers: { 'content-type': 'text/csv' }, body: await file.text() };
    const answer = await asPerson<ImportStatus>('/api/user/imports', init);
    setBusy(false);
    setStatus(answer.ok ? answer.data : null);
    setProblem(answer.ok ? null : answer.problem);
  };
  const apply = async (): Promise<void> => {
    setBusy(true);
    const answer = await send<ImportStatus>('POST', `${path}/apply`);
    setBusy(false);
    setProblem(answer.ok ? null : answer.problem);
    if (answer.ok) setStatus({ ...answer.data, state: 'applying' });
  };
  const again = (): void => {
    setStatus(null);
    setProblem(null);
  };
  return { status, problem, busy, check, apply, again };
};
