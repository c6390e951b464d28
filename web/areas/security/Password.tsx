import { useState } from 'preact/hooks';
import { send } from '../../data/call.ts';
import type { Problem } from '../../data/problem.ts';
import { Button } from '../../kit/Button.tsx';
import { PasswordField } from '../../kit/PasswordField.tsx';
import { Section } from '../../kit/Section.tsx';
import { toast } from '../../kit/Toasts.tsx';
import { speech } from '../../language/appearance.ts';
import { explain } from '../../language/explain.ts';

const empty = { currentPassword: '', newPassword: '' };

/** Changes the password; every other session ends. */
export function Password({ changedAt }: { changedAt: number }) {
  const { text, day } = speech.value;
  const [draft, setDraft] = useState(empty);
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  async function submit(event: Event): Promise<void> {
    event.preventDefault();
    setBusy(true);
    const answer = await send('POST', '/api/auth/password', draft);
    setBusy(false);
    setProblem(answer.ok ? null : answer.problem);
    if (!answer.ok) return;
    setDraft(empty);
    toast(text('security.password.changed'));
  }
  const since = day(new Date(changedAt).toISOString().slice(0, 10));
  return (
    <Section
      id="password"
      title={text('security.password')}
      actions={<small>{text('security.password.since', { day: since })}</small>}
    >
      <form class="form" onSubmit={submit}>
        <PasswordField
          label={text('security.password.current')}
          name="currentPassword"
          autoComplete="current-password"
          value={draft.currentPassword}
          change={(currentPassword) => setDraft({ ...draft, currentPassword })}
          problem={problem}
        />
        <PasswordField
          label={text('security.password.new')}
          name="newPassword"
          autoComplete="new-password"
          hint={text('security.password.hint')}
          value={draft.newPassword}
          change={(newPassword) => setDraft({ ...draft, newPassword })}
          problem={problem}
        />
        {problem !== null && (
          <p class="form-error" role="alert">
            {explain(speech.value, problem).what} {explain(speech.value, problem).remedy}
          </p>
        )}
        <div class="form-actions">
          <Button type="submit" busy={busy} disabled={draft.currentPassword === '' || draft.newPassword === ''}>
            {text('security.password.change')}
          </Button>
        </div>
      </form>
    </Section>
  );
}
