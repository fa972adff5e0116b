// `npm test`. Everything it does is in test/run/, in TypeScript, which tsx loads.
import { register } from 'tsx/esm/api';

register();
await import('./run/main.ts');
