import { checkNode } from '../../../src/doctor/check-project.js';
import { extensionsIn } from '../../../src/doctor/needed-extensions.js';

describe('the extensions that a migration creates', () => {
  it.each([
    ['CREATE EXTENSION citext;', ['citext']],
    ['create extension if not exists "uuid-ossp" with schema public', ['uuid-ossp']],
    ["pgm.sql('CREATE EXTENSION IF NOT EXISTS PostGIS')", ['postgis']],
    ['pgm.sql("CREATE EXTENSION \\"uuid-ossp\\"")', ['uuid-ossp']],
    ["pgm.createExtension('vector', { ifNotExists: true })", ['vector']],
    ["pgm.createExtension(['pg_trgm', 'citext'])", ['pg_trgm', 'citext']],
    ['DROP EXTENSION citext', []],
  ])('are found in %s', (text, names) => {
    expect(extensionsIn(text)).toEqual(names);
  });
});

describe('the version of Node.js', () => {
  it.each([
    ['20.19.0', 'ok'],
    ['22.0.0', 'ok'],
    ['20.18.3', 'problem'],
    ['18.20.0', 'problem'],
  ])('%s has the status %s', (version, status) => {
    expect(checkNode(version).status).toBe(status);
  });
});
