import { ShieldCheck, ShieldOff } from 'lucide-preact';
import { useMemo, useState } from 'preact/hooks';
import { encode } from 'uqr';
import type { OfferedSecret, OwnAccount, RecoveryCodes } from '#services/auth/answers.ts';
import { send } from '../../data/call.ts';
import type { Answer } from '../../data/exchange.ts';
import { refresh } from '../../data/session.ts';
import { ActForm } from '../../kit/ActForm.tsx';
import { Button } from '../../kit/Button.tsx';
import { Dialog } from '../../kit/Dialog.tsx';
import { TextField } from '../../kit/Field.tsx';
import { FormActions } from '../../kit/Form.tsx';
import { PasswordField } from '../../kit/PasswordField.tsx';
import { Section } from '../../kit/Section.tsx';
import { toast } from '../../kit/Toasts.tsx';
import { useForm } from '../../kit/useForm.ts';
import { speech } from '../../language/appearance.ts';
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

/** Asks for the password before anything about the second factor changes. */
function Prove({ act }: { act: (typed: { readonly password: string }) => Promise<Answer<unknown>> }) {
  const { text } = speech.value;
  const { typed, field, problem, submit } = useForm({ password: '' }, act);
  return (
    <ActForm problem={problem} submit={submit} verb={text('factor.next')} ready={typed.password !== ''}>
      <p>{text('factor.prove')}</p>
      <PasswordField label={text('security.password.current')} autoComplete="current-password" {...field('password')} />
    </ActForm>
  );
}

/** Shows the secret and asks for a first code of it. */
function Scan({ offer, done }: { offer: OfferedSecret; done: (codes: readonly string[]) => void }) {
  const { text } = speech.value;
  const { typed, field, problem, submit } = useForm({ code: '' }, async ({ code }) => {
    const body = { code: code.replace(/\s/g, '') };
    const answer = await send<RecoveryCodes>('POST', '/api/auth/mfa/totp/confirm', body);
    if (answer.ok) done(answer.data.recoveryCodes);
    return answer;
  });
  return (
    <ActForm problem={problem} submit={submit} verb={text('signIn.otp.submit')} ready={typed.code !== ''}>
      <p>{text('factor.scan')}</p>
      <QrCode text={offer.uri} />
      <p class="muted">
        {text('factor.byHand')} <code class="secret">{offer.secret.replace(/(.{4})/g, '$1 ')}</code>
      </p>
      <TextField label={text('factor.code')} inputMode="numeric" autoComplete="one-time-code" {...field('code')} />
    </ActForm>
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
      <FormActions>
        <Button kind="primary" onClick={close}>
          {text('factor.kept')}
        </Button>
      </FormActions>
    </>
  );
}

/** Three steps: the password, the secret, the recovery codes, which are shown this once. */
function Enrol({ close }: { close: () => void }) {
  const [offer, setOffer] = useState<OfferedSecret | null>(null);
  const [codes, setCodes] = useState<readonly string[] | null>(null);
  async function begin(proof: object): Promise<Answer<unknown>> {
    const answer = await send<OfferedSecret>('POST', '/api/auth/mfa/totp', proof);
    if (answer.ok) setOffer(answer.data);
    return answer;
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
      {codes === null && offer === null && <Prove act={begin} />}
    </Dialog>
  );
}

function Remove({ close }: { close: () => void }) {
  const { text } = speech.value;
  async function remove(proof: object): Promise<Answer<unknown>> {
    const answer = await send('POST', '/api/auth/mfa/totp/remove', proof);
    if (answer.ok) {
      void refresh();
      toast(text('factor.removed'));
      close();
    }
    return answer;
  }
  return (
    <Dialog title={text('factor.remove')} close={close}>
      <Prove act={remove} />
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
    <Section id="factor" title={text('account.factor')}>
      <p class="factor-state row">
        <Icon size={20} aria-hidden="true" />
        <span>
          {text(has ? 'factor.on' : 'factor.off')}{' '}
          {has && <small>{plural('factor.codesLeft', account.recoveryCodesLeft)}</small>}
        </span>
      </p>
      {waiting !== null && <p>{waiting}</p>}
      <FormActions>
        {has ? (
          <Button kind="danger" onClick={() => setOpen('remove')}>
            {text('factor.remove')}
          </Button>
        ) : (
          <Button onClick={() => setOpen('enrol')}>{text('factor.add')}</Button>
        )}
      </FormActions>
      {open === 'enrol' && <Enrol close={() => setOpen(null)} />}
      {open === 'remove' && <Remove close={() => setOpen(null)} />}
    </Section>
  );
}
