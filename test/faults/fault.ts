import type { DrivenEngine, Seen, Visitor } from './browser/visitor.js';
import type { Holds, Scene } from './page/scene.js';

/** What happens in a page, in the verbs of `page/scene.ts`, and what must hold then. */
export interface PageFault {
  name: string;
  when: readonly Step[];
  then: Holds;
}

/** What happens in a real browser, in the verbs of `browser/visitor.ts`, and what must hold then. */
export interface BrowserFault {
  name: string;
  /**
   * The engines in which it can be driven, where not in both. WebDriver BiDi reports nothing of a page that Firefox brings back from
   * memory (https://github.com/w3c/webdriver-bidi/pull/109), cannot turn scripts off there, and counts no nodes; only Chromium maps
   * a host name to this machine by a switch.
   */
  only?: readonly DrivenEngine[];
  when: readonly BrowserStep[];
  /** Waited for: real browsers take their time. */
  then: Partial<Seen>;
}

type VerbOf<Actor> = {
  [Name in keyof Actor]: Actor[Name] extends (...values: never[]) => void | Promise<void> ? Name : never;
}[keyof Actor];

/** A verb of an actor by its name, or with its values. */
type StepOf<Actor> = {
  [Name in VerbOf<Actor>]: Actor[Name] extends (...values: infer Values) => unknown
    ? [Name, ...Values] | ([] extends Values ? Name : never)
    : never;
}[VerbOf<Actor>];

export type Step = StepOf<Scene>;
export type BrowserStep = StepOf<Visitor>;
