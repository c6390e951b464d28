import { Page } from './Page.tsx';
import { speech } from '../language/appearance.ts';
const Line = () => <Page title={speech.value.text('page.line')}>{null}</Page>;
export default Line;
