import { runService } from '../common/service.ts';
import { vacationService } from './service.ts';

await runService(vacationService);
