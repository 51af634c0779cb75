INSERT INTO benefit (ref, programme_id, synergy_id, metric, side, value, unit, per_year, attribution, from_on, until_on, persists_years,
                     baseline, method, source, status, claimed_by, claimed_user, claimed_firm, for_partner, demo)
VALUES (@ref, @programme, @synergy, @metric, @side, @value, @unit, @per_year, @attribution, @from, @until, @persists,
        @baseline, @method, @source, @status, @actor, @user, @firm, @partner, @demo)
RETURNING id
