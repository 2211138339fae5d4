import type * as implementation from './teardown.js' with { 'resolution-mode': 'import' };

// eslint-disable-next-line @typescript-eslint/no-require-imports -- there is no other import in a CommonJS module
export = (require('./teardown.js') as typeof implementation).default;
