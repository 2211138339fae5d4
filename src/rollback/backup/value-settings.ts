import { printSettings } from '../../database/print-settings.js';

/**
 * Fixes all settings that affect how PostgreSQL prints and reads values, so that data written on one server is
 * read the same on another (the settings are those of pg_dump). With row security off, a policy that would hide
 * rows causes an error instead.
 */
export const valueSettings = `${printSettings}
SET LOCAL client_encoding = 'UTF8';
SET LOCAL extra_float_digits = 3;
SET LOCAL xmloption = content;
SET LOCAL row_security = off`;
