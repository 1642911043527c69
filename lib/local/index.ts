/** Reads what an infrastructure program would deploy, explains it, and runs it on the developer's machine. */
export { startDevSession, type DevProxy, type DevSession, type DevSessionOptions } from './session/dev-session.ts';
export { explainDeployed } from './deployed/explain.ts';
export { countWebSockets } from './session/web-sockets.ts';
export { runOnce } from './session/once.ts';
export { openProgram, pickProxy, type OpenOptions } from './program/program.ts';
export type { Program, ReadOptions } from './program/program-source.ts';
export { readProjectFile, type BackendCommand, type LocalBackend, type ProjectFile } from './program/project-file.ts';
export { InputError } from './input-error.ts';
export { SynthesisError } from './program/run-app.ts';
export type * from './deployed/deployed-proxy.ts';
export type { SessionLog } from './logs/session-log.ts';
