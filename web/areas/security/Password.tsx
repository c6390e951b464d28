import { send } from '../../data/call.ts';
import { ActForm } from '../../kit/ActForm.tsx';
import { PasswordField } from '../../kit/PasswordField.tsx';
import { Section } from '../../kit/Section.tsx';
import { toast } from '../../kit/Toasts.tsx';
import { useForm } from '../../kit/useForm.ts';
import { speech } from '../../language/appearance.ts';

const empty = { currentPassword: '', newPassword: '' };

/** Changes the password; every other session ends. */
export function Password({ changedAt }: { changedAt: number }) {
  const { text, day } = speech.value;
  const form = useForm(empty, async (passwords) => {
    const answer = await send('POST', '/api/auth/password', passwords);
    if (answer.ok) {
      form.change(empty);
      toast(text('security.password.changed'));
    }
    return answer;
  });
  const { typed, field, problem, busy, submit } = form;
  const since = day(new Date(changedAt).toISOString().slice(0, 10));
  return (
    <Section id="password" title={text('signIn.password')} actions={<small>{text('since.day', { day: since })}</small>}>
      <ActForm
        problem={problem}
        busy={busy}
        submit={submit}
        verb={text('security.password.change')}
        kind="secondary"
        ready={typed.currentPassword !== '' && typed.newPassword !== ''}
      >
        <PasswordField
          label={text('security.password.current')}
          autoComplete="current-password"
          {...field('currentPassword')}
        />
        <PasswordField
          label={text('password.new')}
          autoComplete="new-password"
          hint={text('security.password.hint')}
          {...field('newPassword')}
        />
      </ActForm>
    </Section>
  );
}
