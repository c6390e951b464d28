import { routes } from '../../common/http/route.ts';
import { readers } from '../api.ts';

export const forReaders = routes('/api/reports', readers);
