/**
 * Modules of Node that many configurations need nothing of, and 5 MB of memory: TLS, what it is made of, hashes. They are loaded when they are first
 * used; an `import` would load them with the process, with whatever any of their exports needs.
 */

export function nodeCrypto(): typeof import('node:crypto') {
  return process.getBuiltinModule('node:crypto');
}

export function nodeTls(): typeof import('node:tls') {
  return process.getBuiltinModule('node:tls');
}

export function nodeZlib(): typeof import('node:zlib') {
  return process.getBuiltinModule('node:zlib');
}
