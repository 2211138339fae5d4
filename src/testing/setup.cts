import type * as implementation from './setup.js' with { 'resolution-mode': 'import' };

export = (require('./setup.js') as typeof implementation).default;
