/** Whether a Host header names this machine as itself. Until there is sign-in, nothing is answered under another name. */
export const isOwnName = (host: string): boolean => /^(localhost|127\.0\.0\.1|\[::1\])(:\d+)?$/i.test(host);
