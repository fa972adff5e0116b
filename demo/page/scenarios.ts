/* The script of the scenarios' page: plays one payment story, step by step or all at once. */

import { find } from './find.js';
import { keepLog } from './event-log.js';
import { make } from './make.js';
import { waitForShop } from './open-shop.js';
import { Play } from './play.js';
import { showRecord } from './record.js';
import { SCENARIOS } from './scenario-list.js';
import type { Scenario } from './scenario-steps.js';
import { Stage } from './stage.js';

/** Between the steps of “Play all”, so that each can be seen. */
const PAUSE = 1200;
const REFRESH = 1000;

const stage = new Stage(find('#frame', HTMLIFrameElement));
const [next, all, again] = [find('#next', HTMLButtonElement), find('#all', HTMLButtonElement), find('#again', HTMLButtonElement)];
const steps = find('#steps', HTMLElement);
const told = find('#told', HTMLElement);
const log = find('#event-log', HTMLElement);

let play: Play | undefined;
/** How many steps are done. */
let done = 0;
/** Raised by each start: what a scenario that was left still does is ignored. */
let turn = 0;

stage.onDocument = (document) => keepLog(log, document);

function chosen(): Scenario {
  const id = location.hash.slice(1);
  return SCENARIOS.find((scenario) => scenario.id === id) ?? (SCENARIOS[0] as Scenario);
}

/** Starts the scenario that the address names, from its beginning. */
async function start(): Promise<void> {
  const scenario = chosen();
  const mine = ++turn;
  done = 0;
  find('#title', HTMLElement).textContent = scenario.title;
  find('#story', HTMLElement).textContent = scenario.story;
  steps.replaceChildren(...scenario.steps.map(({ does, watch }) => stepItem(does, watch)));
  log.replaceChildren();
  for (const link of document.querySelectorAll('#list a')) {
    const isChosen = link.getAttribute('href') === `#${scenario.id}`;
    if (!isChosen) link.removeAttribute('aria-current');
    else link.setAttribute('aria-current', 'true');
    if (isChosen) showInRow(link);
  }
  play = new Play(stage, scenario);
  enable(false);
  say('');
  try {
    await waitForShop();
    await play.begin();
    if (mine === turn) enable(true);
  } catch (error) {
    if (mine === turn) say(messageOf(error), 'bad');
  }
}

/** Scrolls the list, which is a row on a phone, to what is chosen; `scrollIntoView` would scroll the page, too. */
function showInRow(link: Element): void {
  const row = find('#list', HTMLElement);
  const { left, right } = link.getBoundingClientRect();
  const inside = row.getBoundingClientRect();
  if (left < inside.left || right > inside.right) row.scrollBy({ left: left - inside.left - 16 });
}

/** Plays one step. @returns whether another may follow */
async function step(): Promise<boolean> {
  const [current, mine] = [play, turn];
  const doing = current?.scenario.steps[done];
  if (current === undefined || doing === undefined) return false;
  const item = steps.children[done];
  enable(false);
  item?.setAttribute('data-state', 'playing');
  try {
    await doing.run(current);
    if (mine !== turn) return false;
    item?.setAttribute('data-state', 'done');
    done += 1;
    const isLast = done === current.scenario.steps.length;
    say(isLast ? 'That is how it ends. Nothing more is to be done.' : '', isLast ? 'good' : '');
    await showRecord(find('#record', HTMLElement), current);
    enable(true);
    return !isLast;
  } catch (error) {
    if (mine !== turn) return false;
    item?.setAttribute('data-state', 'failed');
    say(messageOf(error), 'bad');
    again.disabled = false;
    return false;
  }
}

async function playAll(): Promise<void> {
  const mine = turn;
  while (mine === turn && (await step())) await new Promise((resolve) => setTimeout(resolve, PAUSE));
}

function enable(on: boolean): void {
  const ended = play !== undefined && done === play.scenario.steps.length;
  next.disabled = all.disabled = !on || ended;
  again.disabled = !on;
}

function say(words: string, tone = ''): void {
  told.textContent = words;
  told.dataset.tone = tone;
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

function stepItem(does: string, watch: string): HTMLElement {
  const item = make('li', { 'data-state': 'waiting' });
  item.append(make('strong', {}, does), make('span', {}, watch));
  return item;
}

function list(): void {
  const groups = [...new Set(SCENARIOS.map(({ group }) => group))];
  const parts = groups.flatMap((group) => {
    const links = SCENARIOS.filter((scenario) => scenario.group === group).map(({ id, title }) => {
      const item = make('li');
      item.append(make('a', { href: `#${id}` }, title));
      return item;
    });
    const of = make('ul');
    of.append(...links);
    return [make('h2', {}, group), of];
  });
  find('#list', HTMLElement).append(...parts);
}

async function refresh(): Promise<void> {
  if (play !== undefined && document.visibilityState === 'visible') await showRecord(find('#record', HTMLElement), play);
  setTimeout(() => void refresh(), REFRESH);
}

list();
next.addEventListener('click', () => void step());
all.addEventListener('click', () => void playAll());
again.addEventListener('click', () => void start());
window.addEventListener('hashchange', () => void start());
// Shown before it starts, because nothing can be scrolled to inside a hidden element.
find('#theatre', HTMLElement).hidden = false;
void start().then(refresh);
