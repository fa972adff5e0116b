/** `mixpay-button/sandbox`: a stand-in for MixPay, for development and tests. No real money moves. */
export { createSandbox, type Sandbox } from './sandbox.js';
export type { SandboxOptions, SandboxPersistence } from './options.js';
export type { PaymentChange } from './change.js';
export type { PaymentView } from './control.js';
export type { Fault } from './faults.js';
export { Refusal } from './refusal.js';
export type { CallbackEvent, Delivery } from './record.js';
