import { describeLadder } from './support/describe-ladder.js';

describeLadder('community');
