-- Accounts: who people are, how they log in, and the keys of their machines.

CREATE TABLE account (
    id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    mail        text NOT NULL CHECK (mail <> ''),
    name        text NOT NULL CHECK (name <> ''),
    language    text NOT NULL CHECK (language IN ('tr', 'en')),
    standing    text NOT NULL DEFAULT 'member' CHECK (standing IN
                    ('member', 'firm_admin', 'zone_manager', 'logistician', 'expert', 'facilitator', 'admin')),
    firm_id     bigint REFERENCES firm ON DELETE SET NULL,
    zone_id     bigint REFERENCES zone ON DELETE SET NULL,
    password    text,                           -- argon2id; null: none was chosen yet
    verified_at timestamptz,                    -- when the mail was proved to be theirs
    locked_at   timestamptz,                    -- shut out by an admin
    totp_secret text,                           -- of the second factor; leaves the database for checking a code alone
    totp_at     timestamptz,                    -- when it was proved; null: it does not count yet
    totp_step   bigint NOT NULL DEFAULT 0,      -- of the last code that was taken: none is taken twice
    issuer      text,                           -- OpenID Connect, with subject
    subject     text,
    demo        boolean NOT NULL DEFAULT false, -- invented: only behind an open door
    created_at  timestamptz NOT NULL DEFAULT now(),
    UNIQUE (issuer, subject),
    CHECK ((issuer IS NULL) = (subject IS NULL)),
    CHECK (firm_id IS NULL OR standing IN ('member', 'firm_admin')),
    CHECK (zone_id IS NULL OR standing = 'zone_manager')
);
CREATE UNIQUE INDEX account_mail ON account (lower(mail));
CREATE INDEX account_firm ON account (firm_id);
CREATE INDEX account_zone ON account (zone_id);
CREATE TRIGGER audited AFTER INSERT OR UPDATE OR DELETE ON account FOR EACH ROW
    EXECUTE FUNCTION audited('mail', 'name', 'password', 'totp_secret', 'totp_step', 'issuer', 'subject');

-- Of tokens only their SHA-256 is kept.
CREATE TABLE session (
    id         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    account_id bigint NOT NULL REFERENCES account ON DELETE CASCADE,
    token      bytea NOT NULL UNIQUE,
    agent      text NOT NULL DEFAULT '',            -- the browser, as it names itself
    created_at timestamptz NOT NULL DEFAULT now(),
    seen_at    timestamptz NOT NULL DEFAULT now(),
    expires_at timestamptz NOT NULL
);
CREATE INDEX session_account ON session (account_id);

CREATE TABLE mail_link (
    id         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    account_id bigint NOT NULL REFERENCES account ON DELETE CASCADE,
    purpose    text NOT NULL CHECK (purpose IN ('verify', 'reset', 'invite')),
    firm_id    bigint REFERENCES firm ON DELETE CASCADE, -- whose member it makes
    standing   text CHECK (standing IN ('member', 'firm_admin')),
    token      bytea NOT NULL UNIQUE,
    created_at timestamptz NOT NULL DEFAULT now(),
    expires_at timestamptz NOT NULL,
    used_at    timestamptz,
    CHECK ((firm_id IS NULL) = (standing IS NULL))
);
CREATE INDEX mail_link_account ON mail_link (account_id, created_at);
CREATE INDEX mail_link_firm ON mail_link (firm_id) WHERE firm_id IS NOT NULL;

-- Failed logins by the mail that was tried, whether somebody has it or not: a
-- lock tells nothing.
CREATE TABLE login_failure (
    mail       bytea PRIMARY KEY,                   -- SHA-256 of it
    failed     integer NOT NULL,
    at         timestamptz NOT NULL DEFAULT now(),
    shut_until timestamptz
);
CREATE INDEX login_failure_at ON login_failure (at);

CREATE TABLE recovery_code (
    id         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    account_id bigint NOT NULL REFERENCES account ON DELETE CASCADE,
    code       bytea NOT NULL,                      -- SHA-256
    used_at    timestamptz,
    UNIQUE (account_id, code)
);

CREATE TABLE api_key (
    id         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    account_id bigint NOT NULL REFERENCES account ON DELETE CASCADE,
    name       text NOT NULL CHECK (name <> ''),
    prefix     text NOT NULL,                       -- by which people tell their keys apart
    token      bytea NOT NULL UNIQUE,
    scopes     text[] NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now(),
    expires_at timestamptz NOT NULL,
    used_at    timestamptz
);
CREATE INDEX api_key_account ON api_key (account_id);
CREATE TRIGGER audited AFTER INSERT OR DELETE ON api_key FOR EACH ROW EXECUTE FUNCTION audited('token');

