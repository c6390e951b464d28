import { Eye, FileSpreadsheet, Pencil, Send, Trash2 } from 'lucide-preact';
import { useEffect, useState } from 'preact/hooks';
import type { Deliveries, Subscription } from '#services/reports/answers.ts';
import { save, send } from '../../data/call.ts';
import { useAsk } from '../../data/useAsk.ts';
import { Button } from '../../kit/Button.tsx';
import { toastAnswer, toastProblem } from '../../kit/Toasts.tsx';
import { speech } from '../../language/appearance.ts';
import { Preview } from './Preview.tsx';
import { SubscriptionForm } from './SubscriptionForm.tsx';
import { addressOf } from './subscription.ts';

/** While a mail is under way its log is read this often, ms. */
const lookMs = 2_000;

/** What became of the newest mails. */
function Log({ of }: { of: Subscription }) {
  const { text, word, moment } = speech.value;
  const { data, reload } = useAsk<Deliveries>(`${addressOf(of)}/deliveries?limit=10`);
  const underWay = data?.deliveries.some(({ state }) => state === 'waiting' || state === 'sending') ?? false;
  useEffect(() => {
    if (!underWay) return;
    const timer = setInterval(reload, lookMs);
    return () => clearInterval(timer);
  }, [underWay]);
  if (data === null) return null;
  if (data.deliveries.length === 0) return <p class="muted">{text('reports.log.none')}</p>;
  return (
    <ul class="report-log">
      {data.deliveries.map(({ messageId, scheduledAt, byHand, state, reason }) => (
        <li key={messageId} class="wrap">
          <span>{moment(Date.parse(scheduledAt))}</span>
          <span>
            {[word('reports.state', state), reason && word('reports.reason', reason)].filter(Boolean).join(': ')}
            {byHand && <small class="muted"> · {text('reports.log.byHand')}</small>}
          </span>
        </li>
      ))}
    </ul>
  );
}

function Actions({ of, open }: { of: Subscription; open: (what: 'preview' | 'form') => void }) {
  const { text } = speech.value;
  async function sendNow(): Promise<void> {
    toastAnswer(await send('POST', `${addressOf(of)}/send-now`), text('reports.sent'));
  }
  async function workbook(): Promise<void> {
    const problem = await save(`${addressOf(of)}/workbook`, 'report.xlsx');
    if (problem !== null) toastProblem(problem);
  }
  async function remove(): Promise<void> {
    toastAnswer(await send('DELETE', addressOf(of), undefined, { ifMatch: of.version }), text('reports.deleted'));
  }
  return (
    <div class="report-actions wrap">
      <Button Icon={Eye} onClick={() => open('preview')}>
        {text('reports.preview')}
      </Button>
      <Button Icon={Send} onClick={sendNow}>
        {text('reports.send')}
      </Button>
      <Button kind="quiet" Icon={FileSpreadsheet} onClick={workbook}>
        {text('reports.workbook.save')}
      </Button>
      <Button kind="quiet" Icon={Pencil} onClick={() => open('form')}>
        {text('do.change')}
      </Button>
      <Button kind="quiet" Icon={Trash2} onClick={remove}>
        {text('reports.delete')}
      </Button>
    </div>
  );
}

/** A subscription: what comes when, what can be done with it, what was sent. */
export function SubscriptionCard({ of }: { of: Subscription }) {
  const { text, word, moment } = speech.value;
  const [open, setOpen] = useState<'preview' | 'form' | null>(null);
  const next =
    of.nextAt === null ? text('reports.reason.off') : text('reports.next', { moment: moment(Date.parse(of.nextAt)) });
  const when = word('reports.preset', of.cron);
  return (
    <section class="panel work report" aria-labelledby={`report-${of.id}`}>
      <header>
        <h2 id={`report-${of.id}`}>
          {text(`reports.title.${of.span}`)} · {of.department ?? text('reports.everybody')}
        </h2>
      </header>
      <p class="muted">
        {when} ({of.zone}) · {next}
      </p>
      <Actions of={of} open={setOpen} />
      <details>
        <summary>{text('reports.log')}</summary>
        <Log of={of} />
      </details>
      {open === 'preview' && <Preview of={of} close={() => setOpen(null)} />}
      {open === 'form' && <SubscriptionForm of={of} close={() => setOpen(null)} />}
    </section>
  );
}
