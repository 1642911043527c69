/** Reads what an infrastructure program would deploy, explains it, and runs it on the developer's machine. */
export { startDevSession, type DevProxy, type DevSession, type DevSessionOptions } from './dev-session.ts';
export { explainDeployed } from './explain.ts';
export { countWebSockets } from './web-sockets.ts';
export { runOnce } from './once.ts';
export { openProgram, pickProxy, type OpenOptions } from './program.ts';
export type { Program, ReadOptions } from './program-source.ts';
export { readProjectFile, type BackendCommand, type LocalBackend, type ProjectFile } from './project-file.ts';
export { InputError } from './input-error.ts';
export { SynthesisError } from './run-app.ts';
export type * from './deployed-proxy.ts';
export type { SessionLog } from './log.ts';
