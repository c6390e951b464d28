import { useState } from 'preact/hooks';
import { useRoute } from 'preact-iso';
import { Section } from '../../kit/Section.tsx';
import './leave.css';
import type { HistoryEntry, LeaveRequest as Request, RequestWithHistory } from '#services/vacation/answers.ts';
import { personName } from '../../data/personName.ts';
import { me } from '../../data/rights.ts';
import { useAsk } from '../../data/useAsk.ts';
import { Answered } from '../../kit/Answered.tsx';
import { Avatar } from '../../kit/Avatar.tsx';
import { Button } from '../../kit/Button.tsx';
import { FormActions } from '../../kit/Form.tsx';
import { Page } from '../../kit/Page.tsx';
import { speech, today } from '../../language/appearance.ts';
import { usePerson } from '../directory/PersonLink.tsx';
import { carryOut } from './carryOut.ts';
import { commandsOf } from './commands.ts';
import { RequestForm } from './RequestForm.tsx';
import { Status } from './Status.tsx';
import { useLeaveTypes } from './useLeaveTypes.ts';
import { periodText } from './words.ts';

/** One thing that happened: who, what, when, and what they said. */
function Entry({ entry }: { entry: HistoryEntry }) {
  const { text, word, moment, range } = speech.value;
  const person = usePerson(entry.by).data;
  const name = entry.by === null ? text('history.nobody') : person === null ? entry.by : personName(person);
  return (
    <li>
      {entry.by === null ? (
        <span class="avatar avatar-24" aria-hidden="true" />
      ) : (
        <Avatar id={entry.by} firstName={person?.firstName ?? null} lastName={person?.lastName ?? null} size={24} />
      )}
      <div>
        <p>
          <strong>{name}</strong> {word('history', entry.type.split('.').at(-1) ?? entry.type)}
          {entry.values !== null && <> · {range(entry.values.from, entry.values.to)}</>}
        </p>
        {entry.text !== null && <blockquote>{entry.text}</blockquote>}
        <small>{moment(entry.at)}</small>
      </div>
    </li>
  );
}

/** The steps that have to agree, and how far they are. */
function Steps({ request }: { request: Request }) {
  const { text } = speech.value;
  if (request.approval.length === 0) return <p class="muted">{text('leave.noApproval')}</p>;
  return (
    <ol class="steps wrap">
      {request.approval.map((step, at) => {
        const done = at < request.agreed || request.status === 'approved';
        const state = done ? 'done' : request.openStep !== null && at === request.agreed ? 'open' : 'ahead';
        return (
          <li key={step} class={`step-${state}`}>
            {text(step === 'hr' ? 'role.hr' : 'role.manager')} <small>{text(`step.${state}`)}</small>
          </li>
        );
      })}
    </ol>
  );
}

function Actions({ request, change }: { request: Request; change: () => void }) {
  const { text } = speech.value;
  if (request.employeeId !== me.value) return null;
  return (
    <>
      {request.status === 'submitted' && <Button onClick={change}>{text('do.change')}</Button>}
      {commandsOf(request, today.value).map((command) => (
        <Button key={command} kind="danger" onClick={() => carryOut(command, request)}>
          {text(`command.${command}`)}
        </Button>
      ))}
    </>
  );
}

function Body({ request }: { request: RequestWithHistory }) {
  const { text, plural, word } = speech.value;
  const types = useLeaveTypes();
  const [changing, setChanging] = useState(false);
  const substitute = usePerson(request.substituteId).data;
  return (
    <div class="leave-grid columns">
      <Section id="what" title={word('leaveType', request.leaveType)} actions={<Status status={request.status} />}>
        <p class="balance-left">
          <strong class="figure">{plural('unit.days', request.days)}</strong> {periodText(speech.value, request)}
        </p>
        {request.employeeName !== undefined && (
          <p>
            <a href={`/people/${encodeURIComponent(request.employeeId)}`}>{request.employeeName}</a>
          </p>
        )}
        {substitute !== null && <p class="muted">{text('leave.substituteIs', { name: personName(substitute) })}</p>}
        <Steps request={request} />
        <FormActions>
          <Actions request={request} change={() => setChanging(true)} />
        </FormActions>
        {changing && types.length > 0 && (
          <RequestForm
            types={types}
            employeeId={request.employeeId}
            request={request}
            done={() => setChanging(false)}
          />
        )}
      </Section>
      <Section id="history" title={text('history.title')}>
        <ol class="history stack">
          {request.history.map((entry) => (
            <Entry key={`${entry.at} ${entry.type}`} entry={entry} />
          ))}
        </ol>
      </Section>
    </div>
  );
}

/** One request: what it asks for, how far it is, and everything that happened to it. */
export default function LeaveRequest() {
  const { params } = useRoute();
  const { text } = speech.value;
  const path = `/api/vacation/requests/${encodeURIComponent(params.id ?? '')}`;
  const request = useAsk<RequestWithHistory>(path, { live: ['notices'] });
  return (
    <Page title={text('page.leaveRequest')} back={{ href: '/leave', name: text('nav.leave') }}>
      <Answered of={request} skeleton="form-skeleton">
        {(whole) => <Body request={whole} />}
      </Answered>
    </Page>
  );
}
