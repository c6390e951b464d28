import { useEffect } from 'preact/hooks';
import { LocationProvider, Route, Router, useLocation } from 'preact-iso';
import { LeaveTypeNames } from '../areas/leave/useLeaveTypes.ts';
import { WithheldRoles } from '../areas/security/WithheldRoles.tsx';
import { Ended } from '../areas/sign/Ended.tsx';
import { session } from '../data/session.ts';
import { Toasts } from '../kit/Toasts.tsx';
import { announcement, speech } from '../language/appearance.ts';
import { explain } from '../language/explain.ts';
import { pageOf } from './catalogue.ts';
import { guardedPages } from './guard.tsx';
import { Home } from './Home.tsx';
import { Missing } from './Missing.tsx';
import { Side } from './Side.tsx';

const toContent = (): void => document.getElementById('content')?.focus({ preventScroll: true });

/** Moves focus without leaving an anchor in the address, which holds the filters. */
function skip(event: Event): void {
  event.preventDefault();
  document.getElementById('content')?.focus();
}

/** Until it is known who is signed in; longer only where auth does not answer. */
function Waiting() {
  const now = session.value;
  const problem = now.state === 'unknown' ? now.problem : null;
  if (problem === null) return <main id="content" aria-busy="true" />;
  return (
    <main id="content" class="narrow" role="alert">
      <h1>{speech.value.text('page.waiting')}</h1>
      <p class="muted">{explain(speech.value, problem).remedy}</p>
    </main>
  );
}

/** A link leads into the new page's content; being led elsewhere moves no focus. */
function Pages() {
  const { wasPush } = useLocation() as ReturnType<typeof useLocation> & { readonly wasPush: boolean };
  return (
    <Router onRouteChange={() => wasPush && toContent()}>
      <Route path="/" component={Home} />
      {guardedPages.map(({ path, Page }) => (
        <Route key={path} path={path} component={Page} />
      ))}
      <Route default component={Missing} />
    </Router>
  );
}

function Frame() {
  const { path, route } = useLocation();
  const now = session.value;
  const bare = !('person' in now) || pageOf(path)?.roles === 'anyone';
  const left = now.state === 'signed-out' && now.why === 'left';
  useEffect(() => {
    if (left) route('/signed-out');
  }, [left]);
  return (
    <div class={bare ? 'frame frame-bare' : 'frame'}>
      {!bare && <Side person={now.person} />}
      {!bare && <LeaveTypeNames />}
      <div class="frame-page">
        {!bare && <WithheldRoles person={now.person} />}
        {now.state === 'unknown' ? <Waiting /> : <Pages />}
      </div>
      {now.state === 'signed-out' && now.why === 'ended' && !bare && <Ended />}
    </div>
  );
}

export const App = () => (
  <LocationProvider>
    {/* biome-ignore lint/a11y/useValidAnchor: it moves to a place on the page */}
    <a class="skip" href="#content" onClick={skip}>
      {speech.value.text('skip.content')}
    </a>
    <Frame />
    <Toasts />
    <div class="hidden" aria-live="polite" role="status">
      {announcement.value}
    </div>
  </LocationProvider>
);
