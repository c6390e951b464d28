import { useEffect, useState } from 'preact/hooks';
import type { Subscription } from '#services/reports/answers.ts';
import { openAsPerson } from '../../data/authorized.ts';
import type { Problem } from '../../data/problem.ts';
import { Dialog } from '../../kit/Dialog.tsx';
import { Failure } from '../../kit/Failure.tsx';
import { speech } from '../../language/appearance.ts';
import { addressOf } from './subscription.ts';

/** The report of now as its mail would show it, in a frame where nothing of it can run. */
export function Preview({ of, close }: { of: Subscription; close: () => void }) {
  const { text } = speech.value;
  const title = text(`reports.title.${of.span}`);
  const [html, setHtml] = useState<string | null>(null);
  const [problem, setProblem] = useState<Problem | null>(null);
  async function load(): Promise<void> {
    setProblem(null);
    const answer = await openAsPerson(`${addressOf(of)}/preview`).catch(() => null);
    if (answer?.ok) setHtml(await answer.data.text());
    else setProblem(answer?.problem ?? { code: 'network' });
  }
  useEffect(() => void load(), [of.id]);
  return (
    <Dialog title={title} close={close} wide>
      {problem !== null && <Failure problem={problem} retry={() => void load()} />}
      {problem === null && html === null && <div class="skeleton report-frame" aria-busy="true" />}
      {html !== null && <iframe class="report-frame" title={title} sandbox="" srcdoc={html} />}
    </Dialog>
  );
}
