/** English of the pages around signing in. */
export const en = {
  'sign.in.title': 'Sign in',
  'sign.in.text': 'Leave, approvals and the figures behind them.',
  'sign.out.title': 'You are signed out',
  'sign.out.text': 'In all tabs of this browser.',
  'sign.out.next': 'Sign in again',
};
