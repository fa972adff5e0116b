/** `npx mixpay-button doctor`: whether a live endpoint withstands a hostile page. */
export { examine, type Diagnosis, type Finding } from './examine.js';
export type { DoctorOptions } from './patient.js';
export type { Outcome } from './probe.js';
export { report } from './report.js';
export { DOCTOR_HELP, DOCTOR_OPTIONS, readDoctorOptions } from './command.js';
