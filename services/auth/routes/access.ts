import { routes } from '../../common/http/route.ts';

export const anyone = routes('/api/auth', 'anyone');
export const signedIn = routes('/api/auth', 'signed-in');
export const forAdmins = routes('/api/auth', ['admin']);
