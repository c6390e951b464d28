import { useEffect, useRef, useState } from 'preact/hooks';
import type { Problem } from '../../data/problem.ts';
import { signIn } from '../../data/session.ts';
import { Button } from '../../kit/Button.tsx';
import { TextField } from '../../kit/Field.tsx';
import { FormProblem } from '../../kit/FormProblem.tsx';
import { PasswordField } from '../../kit/PasswordField.tsx';
import { speech } from '../../language/appearance.ts';

const noWords = { login: '', password: '', otp: '' };

/** What was typed, which step it is, and what came of the last try. */
function useSigningIn(done: () => void) {
  const [typed, setTyped] = useState(noWords);
  const [step, setStep] = useState<'password' | 'otp'>('password');
  const [problem, setProblem] = useState<Problem | null>(null);
  const [busy, setBusy] = useState(false);
  async function submit(event: Event): Promise<void> {
    event.preventDefault();
    if (busy) return;
    setBusy(true);
    const { otp, ...known } = typed;
    const answer = await signIn(step === 'otp' ? { ...known, otp: otp.replaceAll(' ', '') } : known);
    setBusy(false);
    if (answer.ok) return done();
    if (step === 'password' && answer.problem.code === 'otp_required') {
      setProblem(null);
      return setStep('otp');
    }
    setProblem(answer.problem);
    setTyped((now) => ({ ...now, otp: '' }));
  }
  const change = (part: Partial<typeof noWords>): void => setTyped((now) => ({ ...now, ...part }));
  function back(): void {
    setStep('password');
    setProblem(null);
    change({ otp: '' });
  }
  return { typed, change, step, back, problem, busy, submit };
}

function OtpStep({ value, change }: { value: string; change: (otp: string) => void }) {
  const { text } = speech.value;
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => box.current?.querySelector('input')?.focus(), []);
  return (
    <div ref={box}>
      <TextField
        label={text('signIn.otp')}
        name="otp"
        hint={text('signIn.otp.hint')}
        autoComplete="one-time-code"
        inputMode="numeric"
        required
        maxLength={40}
        value={value}
        change={change}
      />
    </div>
  );
}

/** Email and password, then the second factor where the account has one. Never says which of them was wrong. */
export function SignInForm({ done }: { done: () => void }) {
  const { typed, change, step, back, problem, busy, submit } = useSigningIn(done);
  const { text } = speech.value;
  return (
    <form class="form" onSubmit={submit}>
      <FormProblem problem={problem} />
      {step === 'password' ? (
        <>
          <TextField
            label={text('signIn.login')}
            name="login"
            type="email"
            autoComplete="username"
            required
            maxLength={200}
            value={typed.login}
            change={(login) => change({ login })}
          />
          <PasswordField
            label={text('signIn.password')}
            name="password"
            autoComplete="current-password"
            value={typed.password}
            change={(password) => change({ password })}
          />
        </>
      ) : (
        <OtpStep value={typed.otp} change={(otp) => change({ otp })} />
      )}
      <Button kind="primary" type="submit" busy={busy}>
        {text(step === 'otp' ? 'signIn.otp.submit' : 'signIn.submit')}
      </Button>
      {step === 'otp' && (
        <Button kind="quiet" onClick={back}>
          {text('signIn.back')}
        </Button>
      )}
    </form>
  );
}
