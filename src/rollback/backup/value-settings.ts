/**
 * Everything that changes how PostgreSQL prints and reads values, fixed, so that what was written on
 * one server is read the same on another (the settings are those of pg_dump). With row security off,
 * a policy that would hide rows makes an error instead.
 */
export const valueSettings = `
SET LOCAL search_path = '';
SET LOCAL client_encoding = 'UTF8';
SET LOCAL datestyle = 'ISO, YMD';
SET LOCAL intervalstyle = 'postgres';
SET LOCAL timezone = 'UTC';
SET LOCAL extra_float_digits = 3;
SET LOCAL bytea_output = 'hex';
SET LOCAL xmloption = content;
SET LOCAL lc_monetary = 'C';
SET LOCAL standard_conforming_strings = on;
SET LOCAL row_security = off`;
