/* The script of a guide's page. */

import { offerCopy } from './copy.js';

offerCopy();
