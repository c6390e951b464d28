import { runService } from '../common/service.ts';
import { userService } from './service.ts';

await runService(userService);
