import { routes } from '../../common/http/route.ts';

export const forStaff = routes('/api/user', ['employee', 'manager', 'hr', 'auditor', 'admin']);
export const forOffice = routes('/api/user', ['hr', 'admin']);
