import { ShieldCheck, ShieldOff } from 'lucide-preact';
import { useMemo, useState } from 'preact/hooks';
import { encode } from 'uqr';
import type { OfferedSecret, OwnAccount, RecoveryCodes } from '#services/auth/answers.ts';
import { send } from '../../data/call.ts';
import type { Problem } from '../../data/problem.ts';
import { refresh } from '../../data/session.ts';
import { Button } from '../../kit/Button.tsx';
import { Dialog } from '../../kit/Dialog.tsx';
import { TextField } from '../../kit/Field.tsx';
import { PasswordField } from '../../kit/PasswordField.tsx';
import { Section } from '../../kit/Section.tsx';
import { toast } from '../../kit/Toasts.tsx';
import { speech } from '../../language/appearance.ts';
import { explain } from '../../language/explain.ts';
import { withheldText } from './WithheldRoles.tsx';

/** A QR code as one path: dark modules on white, whatever the theme, for cameras need the contrast. */
function QrCode({ text }: { text: string }) {
  const { data, size } = useMemo(() => encode(text, { border: 2 }), [text]);
  const path = data.flatMap((row, y) => row.map((dark, x) => (dark ? `M${x} ${y}h1v1h-1z` : ''))).join('');
  return (
    <svg class="qr" viewBox={`0 0 ${size} ${size}`} role="img" aria-label={speech.value.text('factor.qr')}>
      <rect width={size} height={size} fill="#fff" />
      <path d={path} fill="#000" />
    </svg>
  );
}

const Wrong = ({ problem }: { problem: Problem | null }) =>
  problem === null ? null : (
    <p class="form-error" role="alert">
      {explain(speech.value, problem).what} {explain(speech.value, problem).remedy}
    </p>
  );

/** Asks for the password before anything about the second factor changes. */
function Prove({ act, done }: { act: (password: string) => Promise<Problem | null>; done: () => void }) {
  const { text } = speech.value;
  const [password, setPassword] = useState('');
  const [problem, setProblem] = useState<Problem | null>(null);
  async function submit(event: Event): Promise<void> {
    event.preventDefault();
    const fault = await act(password);
    setProblem(fault);
    if (fault === null) done();
  }
  return (
    <form class="form" onSubmit={submit}>
      <p>{text('factor.prove')}</p>
      <PasswordField
        label={text('security.password.current')}
        name="password"
        autoComplete="current-password"
        value={password}
        change={setPassword}
        problem={problem}
      />
      <Wrong problem={problem} />
      <div class="form-actions">
        <Button kind="primary" type="submit" disabled={password === ''}>
          {text('factor.next')}
        </Button>
      </div>
    </form>
  );
}

/** Shows the secret and asks for a first code of it. */
function Scan({ offer, done }: { offer: OfferedSecret; done: (codes: readonly string[]) => void }) {
  const { text } = speech.value;
  const [code, setCode] = useState('');
  const [problem, setProblem] = useState<Problem | null>(null);
  async function submit(event: Event): Promise<void> {
    event.preventDefault();
    const body = { code: code.replace(/\s/g, '') };
    const answer = await send<RecoveryCodes>('POST', '/api/auth/mfa/totp/confirm', body);
    if (answer.ok) done(answer.data.recoveryCodes);
    else setProblem(answer.problem);
  }
  return (
    <form class="form" onSubmit={submit}>
      <p>{text('factor.scan')}</p>
      <QrCode text={offer.uri} />
      <p class="muted">
        {text('factor.byHand')} <code class="secret">{offer.secret.replace(/(.{4})/g, '$1 ')}</code>
      </p>
      <TextField
        label={text('factor.code')}
        name="code"
        inputMode="numeric"
        autoComplete="one-time-code"
        problem={problem}
        value={code}
        change={setCode}
      />
      <Wrong problem={problem} />
      <div class="form-actions">
        <Button kind="primary" type="submit" disabled={code === ''}>
          {text('factor.confirm')}
        </Button>
      </div>
    </form>
  );
}

function Codes({ codes, close }: { codes: readonly string[]; close: () => void }) {
  const { text } = speech.value;
  return (
    <>
      <p>{text('factor.codes')}</p>
      <ul class="codes">
        {codes.map((code) => (
          <li key={code}>
            <code>{code}</code>
          </li>
        ))}
      </ul>
      <div class="form-actions">
        <Button kind="primary" onClick={close}>
          {text('factor.kept')}
        </Button>
      </div>
    </>
  );
}

/** Three steps: the password, the secret, the recovery codes, which are shown this once. */
function Enrol({ close }: { close: () => void }) {
  const [offer, setOffer] = useState<OfferedSecret | null>(null);
  const [codes, setCodes] = useState<readonly string[] | null>(null);
  async function begin(password: string): Promise<Problem | null> {
    const answer = await send<OfferedSecret>('POST', '/api/auth/mfa/totp', { password });
    if (!answer.ok) return answer.problem;
    setOffer(answer.data);
    return null;
  }
  /** Roles that waited for this are in the next token. */
  function enrolled(given: readonly string[]): void {
    setCodes(given);
    void refresh();
  }
  return (
    <Dialog title={speech.value.text('factor.add')} close={codes === null ? close : null}>
      {codes !== null && <Codes codes={codes} close={close} />}
      {codes === null && offer !== null && <Scan offer={offer} done={enrolled} />}
      {codes === null && offer === null && <Prove act={begin} done={() => {}} />}
    </Dialog>
  );
}

function Remove({ close }: { close: () => void }) {
  const { text } = speech.value;
  async function remove(password: string): Promise<Problem | null> {
    const answer = await send('POST', '/api/auth/mfa/totp/remove', { password });
    return answer.ok ? null : answer.problem;
  }
  function done(): void {
    void refresh();
    toast(text('factor.removed'));
    close();
  }
  return (
    <Dialog title={text('factor.remove')} close={close}>
      <Prove act={remove} done={done} />
    </Dialog>
  );
}

/** The code of an authenticator beside the password. */
export function SecondFactor({ account }: { account: OwnAccount }) {
  const { text, plural } = speech.value;
  const [open, setOpen] = useState<'enrol' | 'remove' | null>(null);
  const has = account.hasSecondFactor;
  const waiting = withheldText(account.roles, account.rolesWithheld);
  const Icon = has ? ShieldCheck : ShieldOff;
  return (
    <Section id="factor" title={text('factor.title')}>
      <p class="factor-state">
        <Icon size={20} aria-hidden="true" />
        <span>
          {text(has ? 'factor.on' : 'factor.off')}{' '}
          {has && <small>{plural('factor.codesLeft', account.recoveryCodesLeft)}</small>}
        </span>
      </p>
      {waiting !== null && <p>{waiting}</p>}
      <div class="form-actions">
        {has ? (
          <Button kind="danger" onClick={() => setOpen('remove')}>
            {text('factor.remove')}
          </Button>
        ) : (
          <Button onClick={() => setOpen('enrol')}>{text('factor.add')}</Button>
        )}
      </div>
      {open === 'enrol' && <Enrol close={() => setOpen(null)} />}
      {open === 'remove' && <Remove close={() => setOpen(null)} />}
    </Section>
  );
}
