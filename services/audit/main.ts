import { runService } from '../common/service.ts';
import { auditService } from './service.ts';

await runService(auditService);
