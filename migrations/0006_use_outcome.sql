-- What became of a known use before it was told here: synergies that were
-- completed and proposals that did not fit, as the agency's own records say.
-- Verdicts given here are counted beside them.
ALTER TABLE use
    ADD COLUMN completed integer NOT NULL DEFAULT 0 CHECK (completed >= 0),
    ADD COLUMN unfit     integer NOT NULL DEFAULT 0 CHECK (unfit >= 0);
