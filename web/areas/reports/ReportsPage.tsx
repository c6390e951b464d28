import { Mail, Plus } from 'lucide-preact';
import { useState } from 'preact/hooks';
import type * as reports from '#services/reports/answers.ts';
import type { AnswerOf } from '../../data/answerOf.ts';
import './reports.css';
import { useAsk } from '../../data/useAsk.ts';
import { Button } from '../../kit/Button.tsx';
import { EmptyState } from '../../kit/EmptyState.tsx';
import { Failure } from '../../kit/Failure.tsx';
import { Page } from '../../kit/Page.tsx';
import { speech } from '../../language/appearance.ts';
import { SubscriptionCard } from './SubscriptionCard.tsx';
import { SubscriptionForm } from './SubscriptionForm.tsx';

/** Reports that come by mail: to look at, to send, to change. */
export default function Reports() {
  const { text } = speech.value;
  const [making, setMaking] = useState(false);
  const { data, problem, reload } = useAsk<AnswerOf<typeof reports.subscriptions>>('/api/reports/subscriptions');
  const make = (
    <Button kind="primary" Icon={Plus} onClick={() => setMaking(true)}>
      {text('reports.new')}
    </Button>
  );
  return (
    <Page title={text('page.reports')} actions={make}>
      <p class="muted">{text('reports.text')}</p>
      {data === null && problem === null && <div class="panel skeleton report-skeleton" aria-busy="true" />}
      {data === null && problem !== null && <Failure problem={problem} retry={reload} />}
      {data?.subscriptions.length === 0 && (
        <section class="panel report">
          <EmptyState Icon={Mail} title={text('reports.none')} text={text('reports.none.text')} />
        </section>
      )}
      {data?.subscriptions.map((one) => (
        <SubscriptionCard key={one.id} of={one} />
      ))}
      {making && <SubscriptionForm of={null} close={() => setMaking(false)} />}
    </Page>
  );
}
