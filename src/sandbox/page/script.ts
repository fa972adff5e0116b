/**
 * What the page does beyond plain HTML, and can do without: count down, notice a change made elsewhere, and tell an embedding page.
 * It is sent as it is written here, under the page's nonce.
 */
export const PAGE_SCRIPT = `
const { code, trace, client, status, revision, frame } = document.documentElement.dataset;

// Embedded, MixPay's page tells the top-level window of each status. The storage of a frame may be refused.
if (frame !== undefined && window.top !== window) {
  const key = 'mixpay-sandbox:' + code;
  let told = status === 'unpaid' ? status : null;
  try { told = sessionStorage.getItem(key) ?? told; sessionStorage.setItem(key, status); } catch {}
  if (told !== status) {
    window.top.postMessage({ type: 'MIXPAY_PAYMENT', data: { traceId: trace, clientId: client, status } }, '*');
  }
}

const deadline = document.querySelector('time[data-deadline]');
const drawTimeLeft = () => {
  const seconds = Math.max(0, Math.floor((Date.parse(deadline.dateTime) - Date.now()) / 1000));
  const two = (n) => String(n).padStart(2, '0');
  const hours = Math.floor(seconds / 3600);
  deadline.textContent = (hours > 0 ? hours + ':' : '') + two(Math.floor(seconds / 60) % 60) + ':' + two(seconds % 60);
};
if (deadline) { drawTimeLeft(); setInterval(drawTimeLeft, 1000); }

const look = async () => {
  if (!document.hidden) {
    try {
      const answer = await fetch(location.pathname, { headers: { accept: 'application/json' } });
      if (answer.ok && (await answer.json()).revision !== revision) { location.replace(location.pathname + location.search); return; }
    } catch {}
  }
  setTimeout(look, 2000);
};
setTimeout(look, 2000);
`;
