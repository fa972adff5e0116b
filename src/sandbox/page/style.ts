/** The page's looks: one column on a phone, payment and tools side by side on a desktop, light and dark. */
export const PAGE_STYLE = `
:root {
  color-scheme: light dark;
  --ground: #f4f5f7; --sheet: #fff; --ink: #14181f; --soft: #5a6372; --line: #e2e5ea; --well: #f4f5f7;
  --accent: #2f54eb; --on-accent: #fff; --accent-press: #2343c4;
  --good: #0c7a43; --good-ground: #e5f6ec; --bad: #b3261e; --bad-ground: #fdecea;
  --shadow: 0 1px 2px rgb(20 24 31 / .05), 0 8px 24px rgb(20 24 31 / .05);
  --careful: #8a5300; --careful-ground: #fff3dc; --waiting: #2f54eb; --waiting-ground: #ebefff;
}
@media (prefers-color-scheme: dark) {
  :root {
    --ground: #0d1015; --sheet: #161a21; --ink: #eceff4; --soft: #9aa4b3; --line: #2a303a; --well: #1e232c;
    --accent: #7c9bff; --on-accent: #0b1020; --accent-press: #9db4ff;
    --good: #5fd394; --good-ground: #12291d; --bad: #ff8f86; --bad-ground: #331816;
    --shadow: none;
    --careful: #f5bd5c; --careful-ground: #2e2412; --waiting: #9db4ff; --waiting-ground: #1a2340;
  }
}
* { box-sizing: border-box; margin: 0; }
body { font: 1rem/1.5 system-ui, -apple-system, "Segoe UI", Roboto, sans-serif; color: var(--ink); background: var(--ground); -webkit-text-size-adjust: 100%; }
.banner { padding: .5rem 1rem; text-align: center; font-size: .875rem; font-weight: 600; color: var(--careful); background: var(--careful-ground); }
main { display: grid; gap: 1rem; max-width: 30rem; margin: 0 auto; padding: 1rem; }
.sheet { background: var(--sheet); border: 1px solid var(--line); border-radius: 1rem; padding: 1.25rem; box-shadow: var(--shadow); }
.remark { color: var(--soft); overflow-wrap: anywhere; }
h1 { font-size: 2.25rem; line-height: 1.15; letter-spacing: -.02em; font-weight: 700; font-variant-numeric: tabular-nums; overflow-wrap: anywhere; }
.status { display: grid; grid-template-columns: auto 1fr; column-gap: .75rem; margin-top: 1rem; padding: .75rem .875rem; border-radius: .75rem; color: var(--tone); background: var(--tone-ground); }
.status svg { width: 1.375rem; height: 1.375rem; margin-top: .0625rem; }
.status strong { font-weight: 650; }
.status p { grid-column: 2; font-size: .9375rem; color: var(--ink); overflow-wrap: anywhere; }
.waiting { --tone: var(--waiting); --tone-ground: var(--waiting-ground); }
.good { --tone: var(--good); --tone-ground: var(--good-ground); }
.bad { --tone: var(--bad); --tone-ground: var(--bad-ground); }
.careful { --tone: var(--careful); --tone-ground: var(--careful-ground); }
.notice { margin-top: .75rem; padding: .625rem .875rem; border-radius: .75rem; border: 1px solid var(--bad); color: var(--bad); font-size: .9375rem; }
.coins { margin-top: 1.25rem; }
.coins h2, .tools h3 { font-size: .8125rem; font-weight: 600; color: var(--soft); margin-bottom: .5rem; }
.chips { display: grid; grid-template-columns: repeat(4, minmax(0, 1fr)); gap: .5rem; }
.chips small { display: block; font-size: .75rem; line-height: 1.2; color: var(--soft); }
.coins details .chips { margin-top: .5rem; }
.coins summary { margin-top: .5rem; padding: .375rem 0; font-size: .9375rem; color: var(--soft); cursor: pointer; }
dl { display: grid; gap: .5rem; margin-top: 1.25rem; font-size: .9375rem; }
dl div { display: flex; justify-content: space-between; gap: 1rem; }
dt { color: var(--soft); flex: none; }
dd { text-align: right; font-variant-numeric: tabular-nums; overflow-wrap: anywhere; min-width: 0; }
dd.id { font: .8125rem/1.75 ui-monospace, "SF Mono", Menlo, Consolas, monospace; }
.payable dd { font-weight: 650; }
button, .go, select { font: inherit; min-height: 2.75rem; border-radius: .625rem; border: 1px solid var(--line); background: var(--sheet); color: var(--ink); padding: .5rem .875rem; }
button { cursor: pointer; }
button:hover, select:hover { border-color: var(--soft); }
button:active { background: var(--well); }
:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; }
.chips button { padding: .25rem; font-size: .9375rem; line-height: 1.3; overflow-wrap: anywhere; }
.chips button[aria-pressed=true] { border-color: var(--accent); color: var(--waiting); background: var(--waiting-ground); font-weight: 600; }
.main, .go { display: block; width: 100%; min-height: 3.25rem; margin-top: 1.25rem; padding: .75rem 1rem; text-align: center; text-decoration: none; font-size: 1.0625rem; font-weight: 650; border-color: transparent; color: var(--on-accent); background: var(--accent); border-radius: .75rem; }
.main:hover, .go:hover { background: var(--accent-press); border-color: transparent; }
.tools h2 { font-size: 1.0625rem; font-weight: 650; letter-spacing: -.01em; }
.identity { margin-top: 1.25rem; padding-top: 1rem; border-top: 1px solid var(--line); }
.aside { margin-top: 1rem; color: var(--soft); text-align: center; }
.tools > p { color: var(--soft); font-size: .9375rem; }
.group { margin-top: 1.25rem; }
.group .buttons { display: grid; gap: .5rem; }
.group .buttons button { width: 100%; text-align: left; font-size: .9375rem; }
.fail { display: grid; gap: .5rem; margin-top: .5rem; font-size: .9375rem; }
.fail select { width: 100%; text-overflow: ellipsis; }
.fail button { text-align: left; color: var(--bad); }
label { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
.frame main { padding: .75rem; gap: .75rem; }
.frame .banner { padding: .25rem .75rem; font-size: .8125rem; }
.frame .sheet { padding: 1rem; }
.frame h1 { font-size: 1.75rem; }
ul { list-style: none; padding: 0; margin-top: .75rem; }
li { display: flex; justify-content: space-between; gap: 1rem; padding: .625rem 0; border-top: 1px solid var(--line); font-size: .9375rem; }
li:first-child { border-top: 0; }
li a { color: inherit; overflow-wrap: anywhere; }
li span { flex: none; align-self: start; padding: .125rem .5rem; border-radius: 1rem; font-size: .8125rem; font-weight: 600; color: var(--tone); background: var(--tone-ground); }
code { font: .875em ui-monospace, "SF Mono", Menlo, Consolas, monospace; }
.home h1 { font-size: 1.75rem; margin-bottom: .25rem; }
@media (min-width: 60rem) {
  body:not(.frame) main { grid-template-columns: minmax(0, 26rem) minmax(0, 22rem); justify-content: center; align-items: start; gap: 1.5rem; max-width: none; padding: 3rem 1.5rem; }
  body:not(.frame) main.home { grid-template-columns: minmax(0, 24rem) minmax(0, 32rem); }
  body:not(.frame) .sheet { padding: 1.75rem; }
}
@media (forced-colors: active) { .chips button[aria-pressed=true] { outline: 2px solid; } }
`;
