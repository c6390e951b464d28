import { routes } from '../../common/http/route.ts';

export const signedIn = routes('/api/vacation', 'signed-in');
export const forOffice = routes('/api/vacation', ['hr', 'admin']);
export const forHr = routes('/api/vacation', ['hr']);
