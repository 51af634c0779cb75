-- From match to truck: who is interested in a match, whom that is told, and
-- the synergies that come of it.

CREATE TABLE programme (
    id       bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    code     text NOT NULL UNIQUE CHECK (code ~ '^[a-z0-9]+(-[a-z0-9]+)*$'),
    name_tr  text NOT NULL CHECK (name_tr <> ''),
    name_en  text NOT NULL CHECK (name_en <> ''),
    from_on  date NOT NULL,
    until_on date CHECK (until_on >= from_on)
);
CREATE TRIGGER audited AFTER INSERT OR UPDATE OR DELETE ON programme FOR EACH ROW EXECUTE FUNCTION audited();
INSERT INTO programme (code, name_tr, name_en, from_on)
VALUES ('izmir', 'İzmir Endüstriyel Simbiyoz Programı', 'İzmir Industrial Symbiosis Programme', '2021-01-01');

-- A synergy keeps what its postings were when it was born, for it outlives
-- them: sums of the ledger must not change when a firm leaves.
CREATE TABLE synergy (
    id             bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    programme_id   bigint NOT NULL REFERENCES programme,
    source_id      bigint REFERENCES resource ON DELETE SET NULL,
    sink_id        bigint REFERENCES resource ON DELETE SET NULL,
    source_firm_id bigint REFERENCES firm ON DELETE SET NULL,
    sink_firm_id   bigint REFERENCES firm ON DELETE SET NULL,
    source_title   text NOT NULL,
    sink_title     text NOT NULL,
    source_nace    text NOT NULL,
    sink_nace      text NOT NULL,
    zone_id        bigint REFERENCES zone ON DELETE SET NULL, -- of the source
    material       text NOT NULL,
    hazard         text NOT NULL CHECK (hazard IN ('none', 'absolute', 'mirror')),
    legal          text NOT NULL CHECK (legal IN ('waste', 'by_product', 'end_of_waste', 'product')),
    rate           double precision CHECK (rate > 0), -- of unit, a year
    unit           text NOT NULL CHECK (unit IN ('t', 'm3', 'kWh', 'piece', 'hour')),
    haul_m         double precision CHECK (haul_m >= 0),
    stage          text NOT NULL DEFAULT 'idea' CHECK (stage IN
                       ('idea', 'discussion', 'sample', 'negotiation', 'implementation', 'completed', 'paused', 'stopped')),
    resumes        text CHECK (resumes IN ('idea', 'discussion', 'sample', 'negotiation', 'implementation', 'completed')),
    reason         text CHECK (reason IN ('price', 'quality', 'quantity', 'distance', 'law', 'trust', 'no_answer', 'other')),
    owner          text NOT NULL DEFAULT '',
    next_action    text NOT NULL DEFAULT '',
    next_on        date,
    readiness      jsonb NOT NULL DEFAULT '{}',
    demo           boolean NOT NULL DEFAULT false,
    born_at        timestamptz NOT NULL DEFAULT clock_timestamp(),
    staged_at      timestamptz NOT NULL DEFAULT clock_timestamp(),
    CHECK ((stage IN ('paused', 'stopped')) = (resumes IS NOT NULL)),
    CHECK ((stage = 'stopped') = (reason IS NOT NULL))
);
CREATE INDEX synergy_source ON synergy (source_id);
CREATE INDEX synergy_sink ON synergy (sink_id);
CREATE INDEX synergy_source_firm ON synergy (source_firm_id);
CREATE INDEX synergy_sink_firm ON synergy (sink_firm_id);
CREATE INDEX synergy_zone ON synergy (zone_id);
CREATE INDEX synergy_next ON synergy (next_on) WHERE stage NOT IN ('completed', 'stopped');
-- A pair has one synergy that goes on.
CREATE UNIQUE INDEX synergy_pair ON synergy (source_id, sink_id) WHERE stage <> 'stopped';
CREATE TRIGGER audited AFTER INSERT OR UPDATE OR DELETE ON synergy FOR EACH ROW EXECUTE FUNCTION audited();

-- What happened to a synergy: only ever added to.
CREATE TABLE synergy_log (
    id         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    synergy_id bigint NOT NULL REFERENCES synergy ON DELETE CASCADE,
    kind       text NOT NULL CHECK (kind IN ('born', 'stage', 'note', 'file', 'plan')),
    from_stage text,
    to_stage   text,
    reason     text,
    text       text NOT NULL DEFAULT '',
    at         timestamptz NOT NULL DEFAULT clock_timestamp(),
    actor      text NOT NULL
);
CREATE INDEX synergy_log_of ON synergy_log (synergy_id, id);

CREATE TABLE file (
    id         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    synergy_id bigint NOT NULL REFERENCES synergy ON DELETE CASCADE,
    name       text NOT NULL CHECK (name <> ''),
    kind       text NOT NULL,                         -- media type, as its content says
    bytes      bigint NOT NULL CHECK (bytes > 0),
    sha256     text NOT NULL CHECK (sha256 ~ '^[0-9a-f]{64}$'),
    kept_as    text NOT NULL UNIQUE,                  -- the random name on disk
    at         timestamptz NOT NULL DEFAULT clock_timestamp(),
    actor      text NOT NULL
);
CREATE INDEX file_of ON file (synergy_id, id);
CREATE TRIGGER audited AFTER INSERT OR UPDATE OR DELETE ON file FOR EACH ROW EXECUTE FUNCTION audited();

CREATE TABLE interest (
    id             bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    source_id      bigint NOT NULL REFERENCES resource ON DELETE CASCADE,
    sink_id        bigint NOT NULL REFERENCES resource ON DELETE CASCADE,
    asker          text NOT NULL CHECK (asker IN ('source', 'sink')), -- whose side asked first
    note           text NOT NULL DEFAULT '',
    state          text NOT NULL DEFAULT 'asked' CHECK (state IN ('asked', 'accepted', 'declined', 'withdrawn')),
    reason         text CHECK (reason IN ('price', 'quality', 'quantity', 'distance', 'law', 'trust', 'no_answer', 'other')),
    synergy_id     bigint REFERENCES synergy ON DELETE SET NULL,
    at             timestamptz NOT NULL DEFAULT clock_timestamp(),
    actor          text NOT NULL,
    answered_at    timestamptz,
    answered_by    text,
    CHECK ((state = 'asked') = (answered_at IS NULL)),
    CHECK ((state = 'declined') = (reason IS NOT NULL))
);
-- One question at a time between two postings.
CREATE UNIQUE INDEX interest_pair ON interest (source_id, sink_id) WHERE state = 'asked';
CREATE INDEX interest_sink ON interest (sink_id);
CREATE TRIGGER audited AFTER INSERT OR UPDATE OR DELETE ON interest FOR EACH ROW EXECUTE FUNCTION audited('note');

-- What is told to a firm, or to the facilitators: codes, which the screen puts
-- into sentences. A notice names nobody.
CREATE TABLE notice (
    id         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    firm_id    bigint REFERENCES firm ON DELETE CASCADE, -- null: for the facilitators
    kind       text NOT NULL CHECK (kind IN ('interest', 'accepted', 'declined', 'withdrawn', 'stage', 'overdue')),
    source_id  bigint REFERENCES resource ON DELETE CASCADE,
    sink_id    bigint REFERENCES resource ON DELETE CASCADE,
    synergy_id bigint REFERENCES synergy ON DELETE CASCADE,
    detail     text NOT NULL DEFAULT '',                 -- a stage, a reason, a date
    at         timestamptz NOT NULL DEFAULT clock_timestamp(),
    seen_at    timestamptz
);
CREATE INDEX notice_firm ON notice (firm_id, id);
CREATE INDEX notice_synergy ON notice (synergy_id, kind, at);
