import type * as implementation from './setup.js' with { 'resolution-mode': 'import' };

// eslint-disable-next-line @typescript-eslint/no-require-imports -- there is no other import in a CommonJS module
export = (require('./setup.js') as typeof implementation).default;
