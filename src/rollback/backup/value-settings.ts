import { printSettings } from '../../database/print-settings.js';

/**
 * Everything that changes how PostgreSQL prints and reads values, fixed, so that what was written on
 * one server is read the same on another (the settings are those of pg_dump). With row security off,
 * a policy that would hide rows makes an error instead.
 */
export const valueSettings = `${printSettings}
SET LOCAL client_encoding = 'UTF8';
SET LOCAL extra_float_digits = 3;
SET LOCAL xmloption = content;
SET LOCAL row_security = off`;
