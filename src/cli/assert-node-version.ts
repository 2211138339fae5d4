import { exitCodes } from '../errors.js';
import { oldNodeText } from './require-node.js';

// Imported before all else: an older version would fail at something that it does not have.
const text = oldNodeText(process.versions.node);
if (text !== undefined) {
  process.stderr.write(`${text}\n`);
  process.exit(exitCodes.usage);
}
