import { withoutSecrets } from '../../../src/database/without-secrets.js';

it.each([
  ["ALTER ROLE app PASSWORD 'hunter2'", "ALTER ROLE app PASSWORD '***'"],
  ["CREATE ROLE app LOGIN password  'it''s' CREATEDB", "CREATE ROLE app LOGIN password  '***' CREATEDB"],
  [String.raw`ALTER ROLE app PASSWORD E'a\'b' NOLOGIN`, "ALTER ROLE app PASSWORD '***' NOLOGIN"],
  ['ALTER ROLE app PASSWORD $pga$hunter2$pga$;', "ALTER ROLE app PASSWORD '***';"],
  ["OPTIONS (user 'me', \"password\" 'hunter2')", "OPTIONS (user 'me', \"password\" '***')"],
  ["OPTIONS (SET secret_access_key 'hunter2')", "OPTIONS (SET secret_access_key '***')"],
  ["CONNECTION 'host=h password=hunter2 dbname=d'", "CONNECTION 'host=h password=*** dbname=d'"],
  ["CONNECTION 'password = ''hun ter2'' host=h'", "CONNECTION 'password = *** host=h'"],
  ['postgres://me:hunter2@host/db', 'postgres://me:***@host/db'],
])('the text %s is printed as %s', (text, told) => {
  expect(withoutSecrets(text)).toBe(told);
});

it.each([
  'CREATE TABLE users (id int, password_hash text NOT NULL, reset_token text)',
  "COMMENT ON COLUMN users.password IS 'never the password itself'",
  "UPDATE users SET note = 'a''b' WHERE token = 'x'",
  "SELECT 'https://example.com/a@b'",
  'ALTER ROLE app PASSWORD NULL',
])('the text %s contains no secret and is printed unchanged', (text) => {
  expect(withoutSecrets(text)).toBe(text);
});
