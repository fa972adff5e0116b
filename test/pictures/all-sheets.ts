import type { Camera } from './camera.js';
import type { Sheet } from './sheet.js';
import { SITUATIONS } from './situations.js';
import { BUTTON_VIEWS } from './views.js';

/** All sheets there are, by the name of their file, each with what takes it. */
export const SHEETS: ReadonlyMap<string, (camera: Camera) => Promise<Sheet>> = new Map([
  ...SITUATIONS.map((situation) => [`dialog-${situation}`, (camera: Camera) => camera.dialog(situation)] as const),
  ...BUTTON_VIEWS.map((view) => [`buttons-${view.name}`, (camera: Camera) => camera.buttons(view)] as const),
]);
