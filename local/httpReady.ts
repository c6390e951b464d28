/**
 * null when the address answers with a 2xx; else what it answered, or `doing`, what a program does before it answers.
 * Never throws.
 */
export async function httpReady(url: string, doing = 'no answer yet'): Promise<string | null> {
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(2_000) });
    const text = (await response.text()).trim();
    return response.ok ? null : text.split('\n')[0] || `it answers ${response.status}`;
  } catch {
    return doing;
  }
}
