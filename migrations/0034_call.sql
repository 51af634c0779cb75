-- Cooperation programmes: calls of three kinds, and what people apply with.

CREATE TABLE call (
    id         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    kind       text NOT NULL CHECK (kind IN ('academic_industry', 'doctoral', 'support')),
    title_tr   text NOT NULL CHECK (title_tr <> ''),
    title_en   text NOT NULL CHECK (title_en <> ''),
    asks_tr    text NOT NULL CHECK (asks_tr <> ''), -- what an application has to tell
    asks_en    text NOT NULL CHECK (asks_en <> ''),
    budget_try double precision CHECK (budget_try > 0), -- TRY for all that is accepted; null: not said
    limit_try  double precision CHECK (limit_try > 0),  -- TRY for one of them at most; null: not said
    opens_on   date NOT NULL,
    closes_on  date NOT NULL, -- the last day
    state      text NOT NULL DEFAULT 'draft' CHECK (state IN ('draft', 'open', 'closed')),
    demo       boolean NOT NULL DEFAULT false,
    CHECK (closes_on >= opens_on),
    CHECK (limit_try <= budget_try)
);
CREATE TRIGGER audited AFTER INSERT OR UPDATE OR DELETE ON call FOR EACH ROW EXECUTE FUNCTION audited();

-- An application outlives its account, which then names nobody: how many there
-- were stays as it was.
CREATE TABLE application (
    id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    call_id     bigint NOT NULL REFERENCES call,
    account_id  bigint REFERENCES account ON DELETE SET NULL, -- who applied
    firm_id     bigint REFERENCES firm ON DELETE SET NULL,    -- whose member that was then
    summary     text NOT NULL,
    contact     text NOT NULL,
    partners    text NOT NULL DEFAULT '',     -- in words, who is in no list
    experts     bigint[] NOT NULL DEFAULT '{}', -- of the pools
    firms       bigint[] NOT NULL DEFAULT '{}',
    synergy_id  bigint REFERENCES synergy ON DELETE SET NULL,
    resource_id bigint REFERENCES resource ON DELETE SET NULL,
    state       text NOT NULL DEFAULT 'submitted' CHECK (state IN ('submitted', 'shortlisted', 'accepted', 'declined', 'withdrawn')),
    reason      text NOT NULL DEFAULT '',     -- of the last change of state, as the applicant reads it
    at          timestamptz NOT NULL DEFAULT clock_timestamp(),
    moved_at    timestamptz NOT NULL DEFAULT clock_timestamp()
);
-- Nobody applies twice at a time to one call.
CREATE UNIQUE INDEX application_once ON application (call_id, account_id) WHERE state <> 'withdrawn';
CREATE INDEX application_account ON application (account_id, id);
CREATE INDEX application_firm ON application (firm_id);
CREATE INDEX application_synergy ON application (synergy_id);
CREATE INDEX application_resource ON application (resource_id);
CREATE TRIGGER audited AFTER INSERT OR UPDATE OR DELETE ON application FOR EACH ROW
    EXECUTE FUNCTION audited('summary', 'contact', 'partners', 'reason');

-- What happened to an application: only ever added to.
CREATE TABLE application_log (
    id             bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    application_id bigint NOT NULL REFERENCES application ON DELETE CASCADE,
    from_state     text,
    to_state       text NOT NULL,
    reason         text NOT NULL DEFAULT '',
    at             timestamptz NOT NULL DEFAULT clock_timestamp(),
    actor          text NOT NULL
);
CREATE INDEX application_log_of ON application_log (application_id, id);

-- A notice may be for one person: experts and academics have no firm.
ALTER TABLE notice ADD COLUMN account_id bigint REFERENCES account ON DELETE CASCADE;
ALTER TABLE notice ADD COLUMN application_id bigint REFERENCES application ON DELETE CASCADE;
CREATE INDEX notice_account ON notice (account_id, id) WHERE account_id IS NOT NULL;
CREATE INDEX notice_application ON notice (application_id) WHERE application_id IS NOT NULL;
ALTER TABLE notice DROP CONSTRAINT notice_kind_check;
ALTER TABLE notice ADD CONSTRAINT notice_kind_check CHECK (kind IN
    ('interest', 'accepted', 'declined', 'withdrawn', 'stage', 'overdue', 'benefit', 'verified', 'help', 'permit', 'application'));
