import { Copy } from 'lucide-preact';
import { speech } from '../language/appearance.ts';
import { Button } from './Button.tsx';
import { toast } from './Toasts.tsx';

/** Puts a text where it can be pasted from. */
export function CopyButton({ text, kind }: { text: string; kind: 'primary' | 'quiet' }) {
  async function copy(): Promise<void> {
    await navigator.clipboard.writeText(text).catch(() => undefined);
    toast(speech.value.text('copied'));
  }
  return (
    <Button kind={kind} Icon={Copy} onClick={copy}>
      {speech.value.text('do.copy')}
    </Button>
  );
}
