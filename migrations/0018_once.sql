-- What was answered to requests that say, by an idempotency key, that they may
-- come twice: whoever lost the answer asks again and nothing is done twice.
CREATE TABLE once (
    actor   text        NOT NULL, -- on whose behalf
    key     text        NOT NULL CHECK (length(key) BETWEEN 1 AND 200),
    request bytea       NOT NULL, -- SHA-256 of method, address and body
    written boolean     NOT NULL DEFAULT false, -- set in the transaction that changes something
    status  integer,    -- of the answer; unknown while it is under way, and where a crash lost it
    header  jsonb       NOT NULL DEFAULT '{}',
    body    bytea       NOT NULL DEFAULT '',
    at      timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (actor, key)
);
CREATE INDEX once_at ON once (at);
