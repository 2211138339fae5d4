import { catalogText } from '../../../database/text-conversion.js';

/** Bounds of the type of the sequence `s`; by default, a sequence runs from 1 or -1 to one of them. */
const typeMaximum = `CASE s.seqtypid WHEN 'pg_catalog.int2'::pg_catalog.regtype THEN 32767
    WHEN 'pg_catalog.int4'::pg_catalog.regtype THEN 2147483647 ELSE 9223372036854775807 END`;
const typeMinimum = `(-1 - ${typeMaximum})`;
const defaultMinimum = `CASE WHEN s.seqincrement > 0 THEN 1 ELSE ${typeMinimum} END`;
const defaultMaximum = `CASE WHEN s.seqincrement > 0 THEN ${typeMaximum} ELSE -1 END`;
const defaultStart = `CASE WHEN s.seqincrement > 0 THEN s.seqmin ELSE s.seqmax END`;

/** Parameters of the sequence `s` that differ from the defaults of CREATE SEQUENCE. */
export const sequenceParameters = `
  CASE WHEN s.seqstart <> ${defaultStart} THEN ${catalogText('s.seqstart')} END AS start,
  CASE WHEN s.seqincrement <> 1 THEN ${catalogText('s.seqincrement')} END AS increment,
  CASE WHEN s.seqmin <> ${defaultMinimum} THEN ${catalogText('s.seqmin')} END AS minimum,
  CASE WHEN s.seqmax <> ${defaultMaximum} THEN ${catalogText('s.seqmax')} END AS maximum,
  CASE WHEN s.seqcache <> 1 THEN ${catalogText('s.seqcache')} END AS cache,
  CASE WHEN s.seqcycle THEN 'yes' END AS cycle`;

/** The same parameters as one list in the syntax of CREATE SEQUENCE. */
export const sequenceOptions = `pg_catalog.array_remove(ARRAY[
    CASE WHEN s.seqstart <> ${defaultStart} THEN 'START WITH ' || ${catalogText('s.seqstart')} END,
    CASE WHEN s.seqincrement <> 1 THEN 'INCREMENT BY ' || ${catalogText('s.seqincrement')} END,
    CASE WHEN s.seqmin <> ${defaultMinimum} THEN 'MINVALUE ' || ${catalogText('s.seqmin')} END,
    CASE WHEN s.seqmax <> ${defaultMaximum} THEN 'MAXVALUE ' || ${catalogText('s.seqmax')} END,
    CASE WHEN s.seqcache <> 1 THEN 'CACHE ' || ${catalogText('s.seqcache')} END,
    CASE WHEN s.seqcycle THEN 'CYCLE' END], NULL)`;
