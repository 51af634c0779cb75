SELECT jsonb_build_object(
    'account', to_jsonb(a) - '{password,totp_secret,totp_step}'::text[],
    'sessions', (SELECT COALESCE(jsonb_agg(to_jsonb(t) - 'token' ORDER BY t.id), '[]') FROM session AS t WHERE t.account_id = a.id),
    'api_keys', (SELECT COALESCE(jsonb_agg(to_jsonb(t) - 'token' ORDER BY t.id), '[]') FROM api_key AS t WHERE t.account_id = a.id),
    'consents', (SELECT COALESCE(jsonb_agg(jsonb_build_object('kind', x.kind, 'version', x.version, 'given', t.given, 'at', t.at) ORDER BY t.id), '[]')
                   FROM consent AS t JOIN consent_text AS x ON x.id = t.text_id WHERE t.account_id = a.id),
    'alerts', (SELECT COALESCE(jsonb_agg(to_jsonb(t) - 'token' ORDER BY t.id), '[]') FROM alert AS t WHERE lower(t.mail) = lower(a.mail)),
    'pools', (SELECT COALESCE(jsonb_agg(to_jsonb(t) ORDER BY t.id), '[]') FROM expert AS t WHERE lower(t.mail) = lower(a.mail)),
    'interests', (SELECT COALESCE(jsonb_agg(to_jsonb(t) ORDER BY t.id), '[]') FROM interest AS t WHERE $2 IN (t.actor, t.answered_by)),
    'verdicts', (SELECT COALESCE(jsonb_agg(to_jsonb(t) ORDER BY t.id), '[]') FROM verdict AS t WHERE t.actor = $2),
    'log', (SELECT COALESCE(jsonb_agg(to_jsonb(t) ORDER BY t.id), '[]') FROM synergy_log AS t WHERE t.actor = $2),
    'files', (SELECT COALESCE(jsonb_agg(to_jsonb(t) - 'kept_as' ORDER BY t.id), '[]') FROM file AS t WHERE t.actor = $2),
    'benefits', (SELECT COALESCE(jsonb_agg(to_jsonb(t) ORDER BY t.id), '[]') FROM benefit AS t WHERE $2 IN (t.claimed_by, t.checked_by, t.verified_by)),
    'applications', (SELECT COALESCE(jsonb_agg(to_jsonb(t) || jsonb_build_object('call', c.title_tr,
                       'log', (SELECT jsonb_agg(to_jsonb(l) - 'application_id' ORDER BY l.id) FROM application_log AS l WHERE l.application_id = t.id)) ORDER BY t.id), '[]')
                       FROM application AS t JOIN call AS c ON c.id = t.call_id WHERE t.account_id = a.id),
    'changes', (SELECT COALESCE(jsonb_agg(jsonb_build_object('at', t.at, 'noun', t.noun, 'row', t.row_id, 'action', t.action) ORDER BY t.id), '[]')
                  FROM audit AS t WHERE t.actor = $2))
FROM account AS a WHERE a.id = $1
