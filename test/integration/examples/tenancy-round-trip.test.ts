import { describeLadder } from './support/describe-ladder.js';

describeLadder('tenancy');
