package postgis

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"

	"simbiyoz/geo"
)

const selectPosting = selected + `
       (SELECT count(*) FROM match WHERE match.source_id = r.id OR match.sink_id = r.id)` + joined

const selected = `
SELECT r.id, coalesce(r.ref, ''), r.firm_id, r.site_id, r.role, r.title, r.category, r.material, r.quantity, r.unit, r.every, r.season,
       r.from_on, r.until_on, r.min_lot, coalesce(r.form, ''), r.density_kg_m3, r.moisture_pct, r.packaging, r.composition,
       r.fate, r.fate_cost_try_t, r.fate_until, r.price_try_t, r.ships, r.legal, r.article19, r.provenance, r.confirmed_on, r.visibility,
       coalesce(f.ref, ''), coalesce(f.name, ''), f.nace, f.demo, coalesce(s.ref, ''), coalesce(s.name, ''), ST_X(s.place), ST_Y(s.place), s.zone_id,
       coalesce(z.code, ''), coalesce(z.name, ''), coalesce(z.name_en, ''),
       m.grp, m.category, m.hazard, m.unit, m.name_en, m.name_tr, r.rate_low, r.rate_high, r.hidden, ` + spotColumns + `,`

const joined = `
FROM resource AS r
JOIN firm AS f ON f.id = r.firm_id
JOIN site AS s ON s.id = r.site_id
JOIN material AS m ON m.code = r.material
LEFT JOIN zone AS z ON z.id = s.zone_id
LEFT JOIN spot AS p ON p.id = s.spot_id`

func scanPosting(row pgx.CollectableRow) (geo.Posting, error) {
	var p geo.Posting
	var from, until, fateUntil, confirmed *time.Time
	var composition, article19 []byte
	var zone *int64
	var low, high *float64
	r := &p.Resource
	fields := []any{&r.ID, &r.Ref, &r.FirmID, &r.SiteID, &r.Role, &r.Title, &r.Category, &r.Material, &r.Quantity, &r.Unit,
		&r.Interval, &r.Season, &from, &until, &r.MinLot, &r.Form, &r.Density, &r.Moisture, &r.Packaging, &composition,
		&r.Fate, &r.FateCost, &fateUntil, &r.Price, &r.Ships, &r.Legal, &article19, &r.Provenance, &confirmed, &r.Visibility,
		&p.Firm.Ref, &p.Firm.Name, &p.Firm.NACE, &p.Firm.Demo, &p.Site.Ref, &p.Site.Name, &p.Site.Place[0], &p.Site.Place[1], &zone,
		&p.Zone.Code, &p.Zone.Name, &p.Zone.NameEN,
		&p.Item.Group, &p.Item.Category, &p.Item.Hazard, &p.Item.Unit, &p.Item.NameEN, &p.Item.NameTR, &low, &high, &p.Hidden}
	if err := row.Scan(append(append(fields, spotFields(&p.Spot)...), &p.Matches)...); err != nil {
		return p, err
	}
	if low != nil && high != nil {
		p.Band = &geo.Span{Low: *low, High: *high}
	}
	p.Site.Spot = p.Spot
	r.From, r.Until, r.FateUntil, r.Confirmed = orZero(from), orZero(until), orZero(fateUntil), orZero(confirmed)
	p.Firm.ID, p.Site.ID, p.Site.FirmID, p.Item.Code = r.FirmID, r.SiteID, r.FirmID, r.Material
	p.Zone.ID, p.Site.ZoneID = orZero(zone), orZero(zone)
	if err := json.Unmarshal(composition, &r.Composition); err != nil {
		return p, fmt.Errorf("composition of %d: %w", r.ID, err)
	}
	return p, json.Unmarshal(article19, &r.Article19)
}

// Posting returns one posting, or geo.ErrNotFound.
func (s *Store) Posting(ctx context.Context, id int64) (geo.Posting, error) {
	rows, _ := s.db.Query(ctx, selectPosting+` WHERE r.id = $1`, id)
	p, err := pgx.CollectExactlyOneRow(rows, scanPosting)
	return p, translate(err)
}

// postingsByID returns postings of ids, by id.
func (s *Store) postingsByID(ctx context.Context, ids []int64) (map[int64]geo.Posting, error) {
	rows, _ := s.db.Query(ctx, selectPosting+` WHERE r.id = ANY($1)`, ids)
	found, err := pgx.CollectRows(rows, scanPosting)
	out := make(map[int64]geo.Posting, len(found))
	for _, p := range found {
		out[p.Resource.ID] = p
	}
	return out, err
}

// The conditions of a filter, each true where its parameter is not given.
// without lists the facet whose own condition does not count.
var conditions = []struct{ facet, sql string }{
	{"role", `(@role = '' OR r.role = @role)`},
	{"category", `(@category = '' OR r.category = @category)`},
	{"", `(@material = '' OR r.material = @material)`},
	{"group", `(@group = '' OR r.material LIKE @group || '%' OR r.grp = @group)`},
	{"zone", `(@zone = 0 OR r.zone_id = @zone)`},
	{"", `(@firm = 0 OR r.firm_id = @firm)`},
	{"", `(@sites::bigint[] IS NULL OR r.site_id = ANY(@sites))`},
	{"", `(@nace = '' OR r.nace = @nace)`},
	{"hazard", `(@hazard::boolean IS NULL OR (r.hazard <> 'none') = @hazard)`},
	{"form", `(@form = '' OR r.form = @form)`},
	{"", `(@text = '' OR r.words LIKE @like OR @text <% r.words)`},
	{"month", `(@month = 0 OR r.season & (1 << greatest(@month - 1, 0)) <> 0)`},
	{"", `(@min_rate = 0 OR coalesce(r.rate, r.rate_low) >= @min_rate)`},
	{"", `(@west::double precision IS NULL OR r.place && ST_MakeEnvelope(@west, @south, @east, @north, 4326))`},
	{"", `(@within = 0 OR ST_DWithin(r.place_m, metric(ST_SetSRID(ST_MakePoint(@lon, @lat), 4326)), @within))`},
	{"", `(r.until_on IS NULL OR r.until_on >= current_date)`},
}

func where(without string) string {
	sql := "\nWHERE true"
	for _, c := range conditions {
		if c.facet == "" || c.facet != without {
			sql += "\n  AND " + c.sql
		}
	}
	return sql
}

func (s *Store) filterArgs(ctx context.Context, f geo.ResourceFilter) (pgx.NamedArgs, error) {
	text, like, err := s.fold(ctx, f.Text)
	if err != nil {
		return nil, err
	}
	args := pgx.NamedArgs{"role": string(f.Role), "category": string(f.Category), "material": f.Material, "group": f.Group,
		"zone": f.ZoneID, "firm": f.FirmID, "sites": f.Sites, "nace": f.NACE, "hazard": f.Hazard, "form": string(f.Form), "text": text, "like": like,
		"month": f.Month, "min_rate": f.MinRate, "west": nil, "south": nil, "east": nil, "north": nil,
		"lon": 0.0, "lat": 0.0, "within": float64(f.Within)}
	if f.BBox != nil {
		args["west"], args["south"], args["east"], args["north"] = f.BBox.Min[0], f.BBox.Min[1], f.BBox.Max[0], f.BBox.Max[1]
	}
	if f.Near != nil {
		args["lon"], args["lat"] = f.Near[0], f.Near[1]
	}
	return args, nil
}

// Postings lists what f leaves: by id, or nearest first when f has a place; a
// list by nearness is one page.
func (s *Store) Postings(ctx context.Context, f geo.ResourceFilter, page geo.Page) (geo.PostingPage, error) {
	var out geo.PostingPage
	var after int64
	if page.After != "" {
		if err := position(page.After, &after); err != nil {
			return out, err
		}
	}
	args, err := s.filterArgs(ctx, f)
	if err != nil {
		return out, err
	}
	args["after"], args["limit"] = after, page.Limit+1
	order := ` AND r.id > @after ORDER BY r.id LIMIT @limit`
	if f.Near != nil {
		order = ` ORDER BY r.place_m <-> metric(ST_SetSRID(ST_MakePoint(@lon, @lat), 4326)), r.id LIMIT @limit`
	}
	rows, _ := s.db.Query(ctx, selectPosting+where("")+order, args)
	if out.Postings, err = pgx.CollectRows(rows, scanPosting); err != nil {
		return out, fmt.Errorf("postings: %w", err)
	}
	if len(out.Postings) > page.Limit {
		out.Postings = out.Postings[:page.Limit]
		if f.Near == nil {
			out.Next = token(out.Postings[page.Limit-1].Resource.ID)
		}
	}
	err = s.db.QueryRow(ctx, `SELECT count(*) FROM resource AS r`+where(""), args).Scan(&out.Matched)
	return out, err
}

// facets are how each filter's values are counted.
var facets = []struct{ field, value string }{
	{"role", `r.role`}, {"category", `r.category`}, {"group", `r.grp`},
	{"hazard", `(r.hazard <> 'none')::text`}, {"form", `r.form`}, {"zone", `r.zone_id::text`},
	{"month", `month.n::text`},
}

// Facets counts the values of every filter among what the other filters leave.
func (s *Store) Facets(ctx context.Context, f geo.ResourceFilter) ([]geo.Facet, error) {
	args, err := s.filterArgs(ctx, f)
	if err != nil {
		return nil, err
	}
	sql := ""
	for i, facet := range facets {
		if i > 0 {
			sql += "\nUNION ALL\n"
		}
		from := `resource AS r`
		if facet.field == "month" {
			from += ` JOIN generate_series(1, 12) AS month (n) ON r.season & (1 << (month.n - 1)) <> 0`
		}
		sql += fmt.Sprintf(`SELECT '%s' AS field, %s AS value, count(*) AS count FROM %s%s AND %[2]s IS NOT NULL GROUP BY 2`,
			facet.field, facet.value, from, where(facet.field))
	}
	rows, _ := s.db.Query(ctx, sql+"\nORDER BY field, count DESC, value", args)
	return pgx.CollectRows(rows, pgx.RowToStructByPos[geo.Facet])
}
