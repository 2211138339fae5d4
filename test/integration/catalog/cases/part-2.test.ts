import { describeCases } from '../support/describe-cases.js';

await describeCases(2);
