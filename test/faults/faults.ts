import { comingBack as realComingBack } from './browser/faults/coming-back.js';
import { opening } from './browser/faults/opening.js';
import { otherScripts } from './browser/faults/other-scripts.js';
import { policies } from './browser/faults/policies.js';
import { scriptsLost } from './browser/faults/scripts-lost.js';
import type { BrowserFault, PageFault } from './fault.js';
import { clocks } from './page/faults/clocks.js';
import { comingBack } from './page/faults/coming-back.js';
import { endings } from './page/faults/endings.js';
import { hostileAnswers } from './page/faults/hostile-answers.js';
import { hostilePage } from './page/faults/hostile-page.js';
import { keptCodes } from './page/faults/kept-codes.js';
import { lostDialog, openingWithoutDialog } from './page/faults/lost-dialog.js';
import { modes } from './page/faults/modes.js';
import { onePayment } from './page/faults/one-payment.js';
import { orderChanged } from './page/faults/order-changed.js';
import { paymentPart } from './page/faults/payment-part.js';
import { priceOnPage } from './page/faults/price-on-page.js';
import { price } from './page/faults/price.js';
import { silence } from './page/faults/silence.js';
import { slowCreate } from './page/faults/slow-create.js';
import { slowStatus } from './page/faults/slow-status.js';
import { storage } from './page/faults/storage.js';
import { translators } from './page/faults/translators.js';
import { twoTabs } from './page/faults/two-tabs.js';
import { windows } from './page/faults/windows.js';

/**
 * Every fault the button is known to survive, by chapter. After each, no timer may be left, nothing thrown past the element, and
 * nothing foreign opened. These are played inside all three engines by `page/`.
 */
export const PAGE_FAULTS: Readonly<Record<string, readonly PageFault[]>> = {
  'an open always ends somewhere payable': [...windows, ...openingWithoutDialog, ...modes],
  'the payment part': [...paymentPart, ...lostDialog],
  'one intent, one payment': [...onePayment, ...orderChanged],
  'nothing the payer did is lost': [...comingBack, ...storage, ...clocks, ...translators, ...silence, ...keptCodes],
  'price honesty': [...price, ...priceOnPage, ...twoTabs, ...endings],
  'offline and slow': [...slowCreate, ...slowStatus],
  'hostile answers and hostile pages': [...hostileAnswers, ...hostilePage],
};

/** Those that need a real browser around the page; played by `browser/`. */
export const BROWSER_FAULTS: readonly BrowserFault[] = [...opening, ...realComingBack, ...policies, ...scriptsLost, ...otherScripts];
