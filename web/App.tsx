import { LocationProvider, lazy, Route, Router } from 'preact-iso';
import { FilterBar } from './filters/FilterBar.tsx';
import { announcement, speech } from './language/appearance.ts';
import { Missing } from './pages/Missing.tsx';
import Overview from './pages/Overview.tsx';
import { Header } from './parts/Header.tsx';

const Requests = lazy(() => import('./pages/Requests.tsx'));
const Events = lazy(() => import('./pages/Events.tsx'));
const Line = lazy(() => import('./pages/Line.tsx'));

/** Moves focus without leaving an anchor in the address, which holds the filters. */
const toContent = (event: Event): void => {
  event.preventDefault();
  document.getElementById('content')?.focus();
};

export const App = () => (
  <LocationProvider>
    {/* biome-ignore lint/a11y/useValidAnchor: it moves to a place on the page */}
    <a class="skip" href="#content" onClick={toContent}>
      {speech.value.text('skip.content')}
    </a>
    <Header />
    <FilterBar />
    <Router>
      <Route path="/" component={Overview} />
      <Route path="/requests" component={Requests} />
      <Route path="/events" component={Events} />
      <Route path="/line" component={Line} />
      <Route default component={Missing} />
    </Router>
    <div class="hidden" aria-live="polite" role="status">
      {announcement.value}
    </div>
  </LocationProvider>
);
