import { describeTracking } from '../support/describe-tracking.js';

describeTracking(1);
