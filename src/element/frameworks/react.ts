'use client';

import { createElement, forwardRef, useCallback, useImperativeHandle, useInsertionEffect, useRef } from 'react';
import type { DetailedHTMLProps, ForwardRefExoticComponent, HTMLAttributes, RefAttributes, RefObject } from 'react';
import '../../define.js';
import { type MixPayButton as MixPayElement } from '../button/button.js';
import { MixPayEndEvent } from '../payment/events.js';
import { attributesOf } from './attributes-of.js';
import { EVENT_OF } from './event-of.js';
import type { Attributes, Handlers, Listeners, Properties } from './markup.js';

/** The element's own names in camelCase, its events as `onSuccess` and so on, and whatever else an HTML element takes. */
export type MixPayButtonProps = Omit<HTMLAttributes<MixPayElement>, keyof Properties | keyof Handlers> & {
  [Name in keyof Properties]?: Properties[Name] | undefined;
} & { [Name in keyof Handlers]?: Handlers[Name] | undefined };

/** What `<mixpay-button>` itself takes in JSX. */
export type MixPayElementProps = DetailedHTMLProps<HTMLAttributes<MixPayElement>, MixPayElement> & Properties & Attributes & Listeners;

/** `<mixpay-button>` in JSX, for React 19: `import type {} from 'mixpay-button/react'`. */
declare module 'react' {
  namespace JSX {
    interface IntrinsicElements {
      'mixpay-button': MixPayElementProps;
    }
  }
}

/**
 * The button as a component of React 18 and 19. Rendered on a server it is plain attributes, which hydrate as they are; `ref`
 * is the element. React itself writes `orderId` as `orderid` on a server and attaches no listener to a custom element that it
 * hydrates: https://github.com/facebook/react/issues/35446
 */
export const MixPayButton: ForwardRefExoticComponent<MixPayButtonProps & RefAttributes<MixPayElement>> = forwardRef<
  MixPayElement,
  MixPayButtonProps
>(function MixPayButton(props, ref) {
  const latest = useRef<Handlers>(props as Handlers);
  useInsertionEffect(() => {
    latest.current = props as Handlers;
  });
  const element = useRef<MixPayElement | null>(null);
  useImperativeHandle(ref, () => element.current as MixPayElement, []);
  const attach = useCallback((button: MixPayElement | null) => {
    element.current = button;
    if (button !== null) listen(button, latest);
  }, []);
  return createElement('mixpay-button', { ...written(props), ref: attach });
});

const heard = new WeakSet<MixPayElement>();

/** Adds listeners to an element once and never removes them, so that events reach the handlers even while React has hidden it. */
function listen(button: MixPayElement, latest: RefObject<Handlers>): void {
  if (heard.has(button)) return;
  heard.add(button);
  for (const [name, type] of Object.entries(EVENT_OF)) {
    button.addEventListener(type, (event) => (latest.current[name as keyof Handlers] as ((event: Event) => void) | undefined)?.(event));
  }
  const { state, payment } = button;
  if ((state !== 'success' && state !== 'failed') || payment === undefined) return;
  // The payment ended before React had hydrated the page: no handler was called for that event.
  queueMicrotask(() =>
    latest.current[state === 'success' ? 'onSuccess' : 'onFailed']?.(new MixPayEndEvent(`mixpay-${state}`, payment, true)),
  );
}

/** What React sets on the element: attributes. Handlers are left out, because `listen` calls them. */
function written({ className, ...props }: MixPayButtonProps): Record<string, unknown> {
  const others = Object.entries(props).filter(([name]) => !Object.hasOwn(EVENT_OF, name));
  return attributesOf({ ...Object.fromEntries(others), ...(className !== undefined && { class: className }) });
}
