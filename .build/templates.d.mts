import type { Plugin } from 'vite';

export const templates: Plugin;
