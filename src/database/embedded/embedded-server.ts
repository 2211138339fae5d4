export type { EmbeddedServer } from './server-handle.js';
export { startEphemeralServer, type EphemeralServerOptions } from './ephemeral-server.js';
export { startPersistentServer, type PersistentServerOptions } from './persistent-server.js';
export { readPlatformVersion } from './platform-package.js';
export { removePersistentServer } from './remove-persistent-server.js';
