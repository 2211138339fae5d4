import process from 'node:process';
import { providerPlaceIn } from '../provider-place.js';
import { Provider } from './provider.js';

// Usage: node main.js FOLDER. Prints a line as soon as it can be reached.
const [, , folder = ''] = process.argv;
const provider = await Provider.start(providerPlaceIn(folder));
provider.onEnd = () => process.exit();
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => void provider.end());
process.stdout.on('error', () => undefined);
process.stdout.write('ready\n');
