-- The ledger of benefits: what synergies brought, who claimed it, who checked it
-- and on what evidence. What was predicted when a synergy was born stands apart.

ALTER TABLE synergy ADD COLUMN predicted_try double precision,     -- net benefit a year, as its match said
                    ADD COLUMN predicted_co2e_kg double precision; -- avoided a year, net of hauls
UPDATE synergy AS y SET predicted_try = m.benefit_try, predicted_co2e_kg = m.co2e_kg
  FROM match AS m WHERE m.source_id = y.source_id AND m.sink_id = y.sink_id;

CREATE TABLE benefit (
    id             bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    ref            text UNIQUE,                      -- the name it bears in the file it came from
    programme_id   bigint NOT NULL REFERENCES programme,
    synergy_id     bigint REFERENCES synergy,        -- null: of the programme's history, from before synergies were kept here
    metric         text NOT NULL CHECK (metric IN ('cost_savings', 'additional_sales', 'investment', 'landfill', 'co2e', 'virgin',
                       'hazardous', 'water', 'jobs', 'haul', 'haul_co2e', 'firms', 'participants', 'resources', 'potential_synergies')),
    side           text NOT NULL DEFAULT 'both' CHECK (side IN ('source', 'sink', 'both')), -- whose gain it is
    value          double precision NOT NULL CHECK (value > 0 AND value < 'Infinity'),      -- of unit, in the whole period
    unit           text NOT NULL CHECK (unit IN ('TRY', 'EUR', 'USD', 'GBP', 't', 'm3', 'tkm', 'person', 'count')),
    per_year       double precision CHECK (per_year > 0),   -- as the source of a history states it; null: value by period
    attribution    double precision NOT NULL DEFAULT 1 CHECK (attribution > 0 AND attribution <= 1), -- share that is the programme's doing
    from_on        date NOT NULL,
    until_on       date NOT NULL CHECK (until_on >= from_on), -- the last day
    persists_years double precision CHECK (persists_years > 0 AND persists_years <= 100),
    baseline       text NOT NULL DEFAULT '',
    method         text NOT NULL DEFAULT '',
    source         text NOT NULL DEFAULT '',         -- of a history: where the figure is from
    status         text NOT NULL DEFAULT 'claimed' CHECK (status IN ('claimed', 'checked', 'verified', 'withdrawn')),
    claimed_at     timestamptz NOT NULL DEFAULT clock_timestamp(),
    claimed_by     text NOT NULL,
    claimed_user   bigint,                           -- null: nobody who has an account
    claimed_firm   bigint REFERENCES firm ON DELETE SET NULL, -- for whom it was claimed; null: for none
    for_partner    boolean NOT NULL,                 -- a partner's claim, also when its firm is gone
    checked_at     timestamptz,
    checked_by     text,
    verified_at    timestamptz,
    verified_by    text,
    withdrawn_why  text NOT NULL DEFAULT '',
    demo           boolean NOT NULL DEFAULT false,
    CHECK (synergy_id IS NOT NULL OR source <> ''),
    CHECK ((status = 'withdrawn') = (withdrawn_why <> '')),
    -- One tonne is counted once: of a synergy's gain of a kind, one entry speaks
    -- for a day, whichever partner reports it.
    CONSTRAINT benefit_once EXCLUDE USING gist (synergy_id WITH =, metric WITH =, side WITH =, unit WITH =,
        daterange(from_on, until_on, '[]') WITH &&) WHERE (synergy_id IS NOT NULL AND status <> 'withdrawn')
);
CREATE INDEX benefit_programme ON benefit (programme_id, from_on);
CREATE TRIGGER audited AFTER INSERT OR UPDATE OR DELETE ON benefit FOR EACH ROW EXECUTE FUNCTION audited();

CREATE TABLE benefit_evidence (
    benefit_id bigint NOT NULL REFERENCES benefit ON DELETE CASCADE,
    file_id    bigint NOT NULL REFERENCES file,
    PRIMARY KEY (benefit_id, file_id)
);
CREATE INDEX benefit_evidence_file ON benefit_evidence (file_id);

ALTER TABLE synergy_log DROP CONSTRAINT synergy_log_kind_check;
ALTER TABLE synergy_log ADD CONSTRAINT synergy_log_kind_check CHECK (kind IN ('born', 'stage', 'note', 'file', 'plan', 'benefit', 'gate'));
ALTER TABLE notice DROP CONSTRAINT notice_kind_check;
ALTER TABLE notice ADD CONSTRAINT notice_kind_check CHECK (kind IN
    ('interest', 'accepted', 'declined', 'withdrawn', 'stage', 'overdue', 'benefit', 'verified', 'help'));
