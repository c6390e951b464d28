import { runService } from '../common/service.ts';
import { notificationService } from './service.ts';

await runService(notificationService);
