import { Mail, Plus } from 'lucide-preact';
import { useState } from 'preact/hooks';
import type { Subscriptions } from '#services/reports/answers.ts';
import './reports.css';
import { useAsk } from '../../data/useAsk.ts';
import { Answered } from '../../kit/Answered.tsx';
import { Button } from '../../kit/Button.tsx';
import { EmptyState } from '../../kit/EmptyState.tsx';
import { Page } from '../../kit/Page.tsx';
import { speech } from '../../language/appearance.ts';
import { SubscriptionCard } from './SubscriptionCard.tsx';
import { SubscriptionForm } from './SubscriptionForm.tsx';

/** Reports that come by mail: to look at, to send, to change. */
export default function Reports() {
  const { text } = speech.value;
  const [making, setMaking] = useState(false);
  const subscriptions = useAsk<Subscriptions>('/api/reports/subscriptions');
  const make = (
    <Button kind="primary" Icon={Plus} onClick={() => setMaking(true)}>
      {text('reports.new')}
    </Button>
  );
  return (
    <Page title={text('page.reports')} actions={make}>
      <p class="muted">{text('reports.text')}</p>
      <Answered of={subscriptions} skeleton="panel report-skeleton">
        {({ subscriptions: all }) => all.map((one) => <SubscriptionCard key={one.id} of={one} />)}
      </Answered>
      {subscriptions.data?.subscriptions.length === 0 && (
        <section class="panel report">
          <EmptyState Icon={Mail} title={text('reports.none')} text={text('reports.none.text')} />
        </section>
      )}
      {making && <SubscriptionForm of={null} close={() => setMaking(false)} />}
    </Page>
  );
}
