-- Workshops: events at which resources are captured at tables, who took part,
-- and what was entered. An entry keeps the key that its browser made, so that
-- what is sent twice arrives once, even when the resource was deleted between.

-- audited takes the columns that it must not record as arguments.
CREATE OR REPLACE FUNCTION audited() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    secret text[] := '{tax_number,words,place_m}'::text[] || TG_ARGV;
    was jsonb := CASE WHEN TG_OP <> 'INSERT' THEN to_jsonb(OLD) - secret END;
    is_ jsonb := CASE WHEN TG_OP <> 'DELETE' THEN to_jsonb(NEW) - secret END;
BEGIN
    IF was IS DISTINCT FROM is_ THEN
        INSERT INTO audit (actor, noun, row_id, action, old, new)
        VALUES (COALESCE(NULLIF(current_setting('simbiyoz.actor', true), ''), 'system'),
                TG_TABLE_NAME, (COALESCE(is_, was) ->> 'id')::bigint, lower(TG_OP), was, is_);
    END IF;
    RETURN NULL;
END $$;

CREATE TABLE workshop (
    id      bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    code    text NOT NULL UNIQUE CHECK (code ~ '^[a-z2-7]{12}$'),
    title   text NOT NULL CHECK (title <> ''),
    held_on date NOT NULL,
    venue   text NOT NULL DEFAULT '',
    tables  smallint NOT NULL CHECK (tables BETWEEN 1 AND 100),
    closed  boolean NOT NULL DEFAULT false
);
CREATE TRIGGER audited AFTER INSERT OR UPDATE OR DELETE ON workshop FOR EACH ROW EXECUTE FUNCTION audited('code');

CREATE TABLE participant (
    id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    workshop_id bigint NOT NULL REFERENCES workshop ON DELETE CASCADE,
    firm_id     bigint NOT NULL REFERENCES firm ON DELETE CASCADE,
    name        text NOT NULL CHECK (name <> ''),
    table_no    smallint CHECK (table_no > 0), -- null: not seated
    door        text NOT NULL CHECK (door IN ('list', 'code')),
    at          timestamptz NOT NULL DEFAULT clock_timestamp()
);
CREATE UNIQUE INDEX participant_once ON participant (workshop_id, firm_id, fold(name));
CREATE INDEX participant_firm ON participant (firm_id);
CREATE TRIGGER audited AFTER INSERT OR UPDATE OR DELETE ON participant FOR EACH ROW EXECUTE FUNCTION audited('name');

CREATE TABLE workshop_entry (
    id             bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    key            uuid NOT NULL UNIQUE,
    workshop_id    bigint NOT NULL REFERENCES workshop ON DELETE CASCADE,
    participant_id bigint REFERENCES participant ON DELETE SET NULL,
    resource_id    bigint UNIQUE REFERENCES resource ON DELETE SET NULL, -- null: withdrawn
    table_no       smallint,
    at             timestamptz NOT NULL DEFAULT clock_timestamp()
);
CREATE INDEX workshop_entry_of ON workshop_entry (workshop_id, id);
CREATE INDEX workshop_entry_participant ON workshop_entry (participant_id);
CREATE TRIGGER audited AFTER INSERT OR UPDATE OR DELETE ON workshop_entry FOR EACH ROW EXECUTE FUNCTION audited();
