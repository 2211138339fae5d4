/** A schema of 1,000 tables with 10 columns and 3 indexes each. */
export const BIG_SCHEMA = `
  DO $$ BEGIN
    FOR n IN 1..1000 LOOP
      EXECUTE format('CREATE TABLE big_%s (id serial PRIMARY KEY, a int, b text, c text, d timestamptz DEFAULT now(),
        e numeric, f uuid, g jsonb, h boolean NOT NULL DEFAULT false, i varchar(20))', n);
      EXECUTE format('CREATE INDEX ON big_%s (a); CREATE INDEX ON big_%s (b, c)', n, n);
    END LOOP;
  END $$`;
