import { runService } from '../common/service.ts';
import { reportsService } from './service.ts';

await runService(reportsService);
