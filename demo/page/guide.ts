import { offerCopy } from './copy.js';

offerCopy();
