-- The pools: experts and academics with the fields they know, and who was asked
-- to help which synergy. Name and address stay closed until one accepts.

CREATE TABLE expert (
    id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    pool        text NOT NULL CHECK (pool IN ('expert', 'academic')),
    name        text NOT NULL CHECK (name <> ''),
    alias       text NOT NULL CHECK (alias <> ''), -- what is shown before one accepts
    institution text NOT NULL DEFAULT '',
    mail        text NOT NULL CHECK (mail LIKE '_%@_%'),
    languages   text[] NOT NULL DEFAULT '{tr}',
    about       text NOT NULL DEFAULT '',
    materials   text[] NOT NULL DEFAULT '{}', -- codes, or their first digits
    naces       text[] NOT NULL DEFAULT '{}', -- classes, or their first digits
    topics      text[] NOT NULL DEFAULT '{}', -- processes and other fields, in words
    available   boolean NOT NULL DEFAULT true,
    account_id  bigint UNIQUE,
    demo        boolean NOT NULL DEFAULT false,
    UNIQUE (mail)
);
CREATE TRIGGER audited AFTER INSERT OR UPDATE OR DELETE ON expert FOR EACH ROW EXECUTE FUNCTION audited('name', 'mail');

CREATE TABLE help (
    id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    expert_id   bigint NOT NULL REFERENCES expert ON DELETE CASCADE,
    synergy_id  bigint NOT NULL REFERENCES synergy ON DELETE CASCADE,
    note        text NOT NULL DEFAULT '',
    state       text NOT NULL DEFAULT 'asked' CHECK (state IN ('asked', 'accepted', 'declined')),
    at          timestamptz NOT NULL DEFAULT clock_timestamp(),
    actor       text NOT NULL,
    answered_at timestamptz,
    UNIQUE (synergy_id, expert_id)
);
CREATE INDEX help_expert ON help (expert_id);
CREATE TRIGGER audited AFTER INSERT OR UPDATE OR DELETE ON help FOR EACH ROW EXECUTE FUNCTION audited('note');

ALTER TABLE synergy_log DROP CONSTRAINT synergy_log_kind_check;
ALTER TABLE synergy_log ADD CONSTRAINT synergy_log_kind_check CHECK (kind IN ('born', 'stage', 'note', 'file', 'plan', 'benefit', 'gate', 'help'));
