/** How the proxy's process writes its own lines: for a program that starts it, and is to load nothing else of it before it must. */
export { formatErrorLine } from './error-logs.ts';
export { isLogged } from './log-level.ts';
export { isStream, logPath } from './log-path.ts';
export { streamsTaken, writeLine } from './streams.ts';
