import { chromium as playwright, type Browser } from 'playwright-core';
import { chromium } from './tools.ts';

// Without these, Chromium looks for its maker's servers at every start.
const quiet = [
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** Starts Debian's Chromium, headless, with a new profile; `await using` closes it. */
export async function startChromium(): Promise<Browser> {
  return await playwright.launch({
    executablePath: chromium,
    args: ['--no-sandbox', '--disable-gpu', ...quiet],
    timeout: 60_000,
  });
}
