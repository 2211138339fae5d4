import type { Session } from '../../../../src/database/session.js';
import { createExample, type Example, type ExampleName, type ExampleState } from './example.js';

/** The session of a test. All tests of a bench start from the same state. */
export interface ExampleBench {
  /** Inside a transaction that is rolled back after the test. */
  readonly session: Session;
}

/** Must be called inside `describe`. Creates one scratch database for its tests, and drops it after them. */
export function useExample(name: ExampleName, state: ExampleState): ExampleBench {
  let example: Example | undefined;
  const session = () => {
    if (!example) throw new Error('the scratch database is made in beforeAll');
    return example.session;
  };
  beforeAll(async () => {
    example = await createExample(name, state);
  });
  beforeEach(() => session().query('BEGIN'));
  afterEach(() => session().query('ROLLBACK'));
  afterAll(() => example?.drop());
  return {
    get session() {
      return session();
    },
  };
}
