import { useEffect, useRef, useState } from 'preact/hooks';
import { signIn } from '../../data/session.ts';
import { Button } from '../../kit/Button.tsx';
import { TextField } from '../../kit/Field.tsx';
import { PasswordField } from '../../kit/PasswordField.tsx';
import { type Bound, useTyped } from '../../kit/typed.ts';
import { useAct } from '../../kit/useAct.ts';
import { speech } from '../../language/appearance.ts';
import { LoginField, SignForm } from './SignForm.tsx';

/** What was typed, which step it is, and what came of the last try. */
function useSigningIn(done: () => void) {
  const { typed, change, field } = useTyped({ login: '', password: '', otp: '' });
  const [step, setStep] = useState<'password' | 'otp'>('password');
  const { busy, problem, run, forget } = useAct();
  function go(next: typeof step): void {
    setStep(next);
    forget();
  }
  async function submit(event: Event): Promise<void> {
    event.preventDefault();
    if (busy) return;
    const { otp, ...known } = typed;
    const answer = await run(() => signIn(step === 'otp' ? { ...known, otp: otp.replaceAll(' ', '') } : known));
    if (answer.ok) return done();
    if (step === 'password' && answer.problem.code === 'otp_required') return go('otp');
    change({ otp: '' });
  }
  function back(): void {
    go('password');
    change({ otp: '' });
  }
  return { field, step, back, form: { problem, busy, submit } };
}

function OtpStep(otp: Bound<string>) {
  const { text } = speech.value;
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => box.current?.querySelector('input')?.focus(), []);
  return (
    <div ref={box}>
      <TextField
        label={text('signIn.otp')}
        hint={text('signIn.otp.hint')}
        autoComplete="one-time-code"
        inputMode="numeric"
        required
        maxLength={40}
        {...otp}
      />
    </div>
  );
}

/** Email and password, then the second factor where the account has one. Never says which of them was wrong. */
export function SignInForm({ done }: { done: () => void }) {
  const { field, step, back, form } = useSigningIn(done);
  const { text } = speech.value;
  if (step === 'otp')
    return (
      <SignForm
        form={form}
        verb={text('signIn.otp.submit')}
        below={
          <Button kind="quiet" onClick={back}>
            {text('signIn.back')}
          </Button>
        }
      >
        <OtpStep {...field('otp')} />
      </SignForm>
    );
  return (
    <SignForm form={form} verb={text('signIn.submit')}>
      <LoginField {...field('login')} />
      <PasswordField label={text('signIn.password')} autoComplete="current-password" {...field('password')} />
    </SignForm>
  );
}
