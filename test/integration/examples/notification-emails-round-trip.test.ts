import { describeLadder } from './support/describe-ladder.js';

describeLadder('notification-emails');
