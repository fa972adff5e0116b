import { describeAccess } from './helpers/describe-access.js';

describeAccess('dark');
