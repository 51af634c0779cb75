-- Alerts: saved searches whose new matches are told by mail, and what they found.

-- When a match was first found; a new judgement of it does not change that.
ALTER TABLE match ADD COLUMN found_at timestamptz NOT NULL DEFAULT now();
CREATE INDEX match_found ON match (found_at);

CREATE TABLE alert (
    id               bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    user_id          bigint NOT NULL,                  -- who made it; 0: who runs the server
    mail             text NOT NULL CHECK (mail <> ''),
    language         text NOT NULL CHECK (language IN ('tr', 'en')),
    name             text NOT NULL CHECK (name <> ''),
    resource_id      bigint REFERENCES resource ON DELETE CASCADE, -- on either side, as the two below
    firm_id          bigint REFERENCES firm ON DELETE CASCADE,
    zone_id          bigint REFERENCES zone ON DELETE CASCADE,
    grp              text NOT NULL DEFAULT '',         -- of the source: prefix of a List of Waste code, or a category
    words            text NOT NULL DEFAULT '',         -- in either posting, folded
    min_expected_try double precision,                 -- a year; null: known or not
    every            text NOT NULL CHECK (every IN ('hour', 'day', 'week')),
    paused           boolean NOT NULL DEFAULT false,
    token            text NOT NULL UNIQUE,             -- unsubscribes without logging in
    created_at       timestamptz NOT NULL DEFAULT now(), -- matches found before are not new to it
    since            timestamptz NOT NULL DEFAULT now(), -- when it was last looked for new ones
    sent_at          timestamptz                       -- the last mail
);
CREATE INDEX alert_user ON alert (user_id, id);
CREATE TABLE alert_match (
    alert_id  bigint NOT NULL REFERENCES alert ON DELETE CASCADE,
    source_id bigint NOT NULL,
    sink_id   bigint NOT NULL,
    at        timestamptz NOT NULL DEFAULT now(),
    seen      boolean NOT NULL DEFAULT false,
    PRIMARY KEY (alert_id, source_id, sink_id),
    FOREIGN KEY (source_id, sink_id) REFERENCES match ON DELETE CASCADE
);
CREATE INDEX alert_match_pair ON alert_match (source_id, sink_id);
