import type * as implementation from './teardown.js' with { 'resolution-mode': 'import' };

export = (require('./teardown.js') as typeof implementation).default;
