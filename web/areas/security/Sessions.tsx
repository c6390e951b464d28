import { Monitor, Smartphone } from 'lucide-preact';
import type { OwnSessions, Session } from '#services/auth/answers.ts';
import { send } from '../../data/call.ts';
import { useAsk } from '../../data/useAsk.ts';
import { Answered } from '../../kit/Answered.tsx';
import { Button } from '../../kit/Button.tsx';
import { Section } from '../../kit/Section.tsx';
import { toastAnswer } from '../../kit/Toasts.tsx';
import { now, speech } from '../../language/appearance.ts';
import { deviceName, isHandheld } from './device.ts';

async function end(path: string): Promise<void> {
  toastAnswer(await send('DELETE', path), speech.value.text('security.ended'));
}

function SessionLine({ session }: { session: Session }) {
  const { text, ago, moment } = speech.value;
  const Icon = isHandheld(session.userAgent) ? Smartphone : Monitor;
  return (
    <li class="session">
      <Icon size={20} aria-hidden="true" />
      <div>
        <p>
          <strong>{deviceName(session.userAgent)}</strong>{' '}
          {session.isThis && <span class="badge">{text('security.thisOne')}</span>}
        </p>
        <small>
          {session.ip} · {text('security.since', { at: moment(session.createdAt) })} ·{' '}
          {text('security.used', { ago: ago(session.usedAt, now.value) })}
        </small>
      </div>
      {!session.isThis && (
        <Button kind="quiet" onClick={() => end(`/api/auth/sessions/${encodeURIComponent(session.sessionId)}`)}>
          {text('security.end')}
        </Button>
      )}
    </li>
  );
}

/** Where somebody is signed in. */
export function Sessions() {
  const { text } = speech.value;
  const asking = useAsk<OwnSessions>('/api/auth/sessions');
  const sessions = (asking.data?.sessions ?? []).toSorted(
    (a, b) => Number(b.isThis) - Number(a.isThis) || b.usedAt - a.usedAt,
  );
  return (
    <Section
      id="sessions"
      title={text('security.sessions')}
      actions={
        sessions.length > 1 && (
          <Button kind="danger" onClick={() => end('/api/auth/sessions')}>
            {text('security.endOthers')}
          </Button>
        )
      }
    >
      <Answered of={asking} skeleton="session-skeleton">
        {() => (
          <ul>
            {sessions.map((session) => (
              <SessionLine key={session.sessionId} session={session} />
            ))}
          </ul>
        )}
      </Answered>
    </Section>
  );
}
