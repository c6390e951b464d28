import { RefreshCw } from 'lucide-preact';
import { useEffect, useState } from 'preact/hooks';
import '../leave/leave.css';
import './settings.css';
import type { Settings } from '#services/vacation/answers.ts';
import { useAsk } from '../../data/useAsk.ts';
import { Answered } from '../../kit/Answered.tsx';
import { Button } from '../../kit/Button.tsx';
import { Page } from '../../kit/Page.tsx';
import { Words } from '../../kit/Words.tsx';
import { speech } from '../../language/appearance.ts';
import { Blackouts } from './Blackouts.tsx';
import { CoverageRules } from './CoverageRules.tsx';
import { changesOf, onTopOf } from './changes.ts';
import { General } from './General.tsx';
import { Kinds } from './Kinds.tsx';
import { Review } from './Review.tsx';
import type { Rules } from './rules.ts';

/**
 * What is changed, from which version on. `round` counts how often the form was filled anew, so that its fields are,
 * too.
 */
function useDraft(newest: Settings) {
  const [state, setState] = useState({ base: newest, draft: newest.rules, round: 0 });
  const { base, draft, round } = state;
  const changes = changesOf(base.rules, draft);
  const begin = (settings: Settings, rules: Rules): void =>
    setState({ base: settings, draft: rules, round: round + 1 });
  const overtaken = newest.version > base.version;
  useEffect(() => {
    if (overtaken && changes.length === 0) begin(newest, newest.rules);
  }, [newest.version]);
  return {
    base,
    draft,
    round,
    changes,
    overtaken,
    set: (part: Partial<Rules>) => setState((now) => ({ ...now, draft: { ...now.draft, ...part } })),
    discard: () => begin(newest, newest.rules),
    catchUp: () => begin(newest, onTopOf(newest.rules, changes)),
    adopt: (settings: Settings) => begin(settings, settings.rules),
  };
}

/** What is not saved yet, at hand wherever the page is scrolled to. */
function SaveBar({ changes, overtaken, discard, catchUp }: ReturnType<typeof useDraft>) {
  const { text, plural } = speech.value;
  const count = changes.length;
  return (
    <div class="save-bar row wrap" hidden={count === 0}>
      <p aria-live="polite">{overtaken ? text('settings.overtaken') : plural('settings.changes', count)}</p>
      <Button kind="quiet" onClick={discard}>
        {text('settings.discard')}
      </Button>
      {overtaken ? (
        <Button kind="primary" Icon={RefreshCw} onClick={catchUp}>
          {text('settings.catchUp')}
        </Button>
      ) : (
        <Button kind="primary" type="submit">
          {text('settings.review')}
        </Button>
      )}
    </div>
  );
}

/**
 * A field that cannot be used is shown, even in a folded kind of leave, and says itself what is wrong; the first one
 * gets the focus.
 */
function showWrong(event: Event): void {
  const input = event.target;
  if (!(input instanceof HTMLInputElement)) return;
  event.preventDefault();
  const folded = input.closest('details');
  if (folded !== null) folded.open = true;
  if (input.form?.querySelector('input:invalid') === input) input.focus();
}

function Editor({ newest }: { newest: Settings }) {
  const work = useDraft(newest);
  const { base, draft, round, changes, overtaken, set, adopt } = work;
  const [reviewing, setReviewing] = useState(false);
  function review(event: Event): void {
    event.preventDefault();
    if (changes.length > 0 && !overtaken) setReviewing(true);
  }
  function saved(settings: Settings): void {
    setReviewing(false);
    adopt(settings);
  }
  return (
    <>
      <form class="settings columns" key={round} onSubmit={review} onInvalidCapture={showWrong}>
        <Kinds types={draft.types} saved={base.rules.types} change={(types) => set({ types })} />
        <CoverageRules coverage={draft.coverage} change={(coverage) => set({ coverage })} />
        <Blackouts blackouts={draft.blackouts} types={draft.types} change={(blackouts) => set({ blackouts })} />
        <General rules={draft} set={set} />
        <SaveBar {...work} />
      </form>
      {reviewing && (
        <Review base={base} draft={draft} changes={changes} saved={saved} close={() => setReviewing(false)} />
      )}
    </>
  );
}

function Answer({ rules }: { rules: Rules }) {
  const { sentence, plural } = speech.value;
  const values = {
    kinds: plural('settings.kinds.count', Object.keys(rules.types).length),
    coverage: plural('settings.coverage.count', rules.coverage.length),
    blackouts: plural('settings.blackouts.count', rules.blackouts.length),
  };
  return <Words segments={sentence('settings.answer', values)} />;
}

/** The company's rules about leave. */
export default function LeaveSettings() {
  const { text } = speech.value;
  const settings = useAsk<Settings>('/api/vacation/settings');
  return (
    <Page title={text('page.leaveSettings')}>
      <p class="answer settings-answer">{settings.data !== null && <Answer rules={settings.data.rules} />}</p>
      <Answered of={settings} skeleton="form-skeleton">
        {(newest) => <Editor newest={newest} />}
      </Answered>
    </Page>
  );
}
