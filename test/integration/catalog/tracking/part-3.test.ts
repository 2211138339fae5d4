import { useOwnTestServer } from '../../../support/own-test-server.js';
import { describeTracking } from '../support/describe-tracking.js';

// The steps are committed, and some of their objects are visible in all databases of a server.
const stopServer = await useOwnTestServer();

describeTracking(3);

afterAll(stopServer);
