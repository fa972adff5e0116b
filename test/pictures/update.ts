// `npm run pictures`: makes the pictures in `expected/` again, those that look otherwise by now.
import { album } from './album.js';
import { SHEETS } from './all-sheets.js';
import { Camera } from './camera.js';

const camera = await Camera.open();
try {
  let changed = 0;
  for (const [name, take] of SHEETS) {
    if (!album.keep(await take(camera))) continue;
    console.log(`test/pictures/expected/${name}.png`);
    changed += 1;
  }
  for (const name of album.strangers([...SHEETS.keys()])) album.remove(name);
  if (changed > 0) album.keepBrowser(await camera.version());
  console.log(`${changed} of ${SHEETS.size} pictures look otherwise`);
} finally {
  await camera.close();
}
