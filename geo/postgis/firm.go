package postgis

import (
	"context"
	"fmt"
	"iter"
	"slices"
	"strings"

	"github.com/jackc/pgx/v5"

	"simbiyoz/geo"
)

const selectFirm = `SELECT id, coalesce(ref, ''), coalesce(name, ''), nace, demo FROM firm WHERE id = $1`

const selectSites = `
SELECT s.id, s.firm_id, coalesce(s.ref, ''), coalesce(s.name, ''), ST_X(s.place), ST_Y(s.place), s.zone_id, s.hours, s.dock_t, s.dock_height_m,
       ` + spotColumns + `
FROM site AS s LEFT JOIN spot AS p ON p.id = s.spot_id WHERE s.firm_id = ANY($1) ORDER BY s.firm_id, s.id`

// spotColumns are read by spotFields.
const spotColumns = `coalesce(p.id, 0), coalesce(p.name_tr, ''), coalesce(p.name_en, ''), coalesce(ST_X(p.place), 0), coalesce(ST_Y(p.place), 0), coalesce(p.error_m, 0)`

func spotFields(p *geo.Spot) []any {
	return []any{&p.ID, &p.NameTR, &p.NameEN, &p.Place[0], &p.Place[1], &p.Error}
}

func scanFirm(row pgx.CollectableRow) (geo.Firm, error) {
	var f geo.Firm
	return f, row.Scan(&f.ID, &f.Ref, &f.Name, &f.NACE, &f.Demo)
}

func scanSite(row pgx.CollectableRow) (geo.Site, error) {
	var s geo.Site
	var zone *int64
	var tonnes, height *float64
	fields := []any{&s.ID, &s.FirmID, &s.Ref, &s.Name, &s.Place[0], &s.Place[1], &zone, &s.Hours, &tonnes, &height}
	err := row.Scan(append(fields, spotFields(&s.Spot)...)...)
	s.ZoneID, s.DockTonnes, s.DockHeight = orZero(zone), geo.Tonnes(orZero(tonnes)), geo.Metres(orZero(height))
	return s, err
}

// Firm returns one firm with its sites, or geo.ErrNotFound. The tax number
// stays inside.
func (s *Store) Firm(ctx context.Context, id int64) (geo.Firm, []geo.Site, error) {
	rows, _ := s.db.Query(ctx, selectFirm, id)
	f, err := pgx.CollectExactlyOneRow(rows, scanFirm)
	if err != nil {
		return f, nil, translate(err)
	}
	rows, _ = s.db.Query(ctx, selectSites, []int64{id})
	sites, err := pgx.CollectRows(rows, scanSite)
	return f, sites, err
}

const whereFirm = `
WHERE (@zone = 0 OR EXISTS (SELECT FROM site WHERE site.firm_id = firm.id AND site.zone_id = @zone))
  AND (@text = '' OR words LIKE '%' || @text || '%' OR @text <% words)`

const listFirms = `SELECT id, coalesce(ref, ''), coalesce(name, ''), nace, demo FROM firm` + whereFirm + ` AND id > @after ORDER BY id LIMIT @limit`

const countFirms = `SELECT count(*) FROM firm` + whereFirm

// Firms lists firms with their sites by zone (0: all) and words as
// material.Spaced writes them, by id.
func (s *Store) Firms(ctx context.Context, zone int64, text string, page geo.Page) (geo.FirmPage, error) {
	var out geo.FirmPage
	var after int64
	if page.After != "" {
		if err := position(page.After, &after); err != nil {
			return out, err
		}
	}
	args := pgx.NamedArgs{"zone": zone, "text": text, "after": after, "limit": page.Limit + 1}
	rows, _ := s.db.Query(ctx, listFirms, args)
	firms, err := pgx.CollectRows(rows, scanFirm)
	if err != nil {
		return out, err
	}
	if len(firms) > page.Limit {
		firms = firms[:page.Limit]
		out.Next = token(firms[page.Limit-1].ID)
	}
	if err := s.db.QueryRow(ctx, countFirms, args).Scan(&out.Matched); err != nil {
		return out, err
	}
	out.Firms, err = s.withSites(ctx, firms)
	return out, err
}

func (s *Store) withSites(ctx context.Context, firms []geo.Firm) ([]geo.FirmEntry, error) {
	ids := make([]int64, len(firms))
	at := map[int64]int{}
	out := make([]geo.FirmEntry, len(firms))
	for i, f := range firms {
		ids[i], at[f.ID], out[i].Firm = f.ID, i, f
	}
	rows, _ := s.db.Query(ctx, selectSites, ids)
	sites, err := pgx.CollectRows(rows, scanSite)
	for _, site := range sites {
		i := at[site.FirmID]
		out[i].Sites = append(out[i].Sites, site)
	}
	return out, err
}

// fold returns text as words columns have it, and the LIKE pattern that finds
// it anywhere.
func (s *Store) fold(ctx context.Context, text string) (folded, like string, err error) {
	if strings.TrimSpace(text) == "" {
		return "", "", nil
	}
	if err := s.db.QueryRow(ctx, `SELECT fold($1)`, strings.TrimSpace(text)).Scan(&folded); err != nil {
		return "", "", fmt.Errorf("fold %q: %w", text, err)
	}
	escaped := strings.NewReplacer(`\`, `\\`, `%`, `\%`, `_`, `\_`).Replace(folded)
	return folded, "%" + escaped + "%", nil
}

const stageFirms = `
CREATE TEMP TABLE staged_site (
    firm_ref text, name text, nace text, tax_number text, demo boolean,
    ref text, site text, lon double precision, lat double precision, hours text,
    dock_t double precision, dock_height_m double precision
) ON COMMIT DROP`

const mergeFirms = `
INSERT INTO firm (ref, name, nace, tax_number, demo)
SELECT DISTINCT ON (firm_ref) firm_ref, name, nace, tax_number, demo FROM staged_site
ON CONFLICT (ref) DO UPDATE SET name = excluded.name, nace = excluded.nace, demo = excluded.demo,
    tax_number = COALESCE(NULLIF(excluded.tax_number, ''), firm.tax_number) -- exports have none: it is never told
WHERE (firm.name, firm.nace, firm.tax_number, firm.demo)
      IS DISTINCT FROM (excluded.name, excluded.nace, COALESCE(NULLIF(excluded.tax_number, ''), firm.tax_number), excluded.demo)
RETURNING (xmax = 0)`

const mergeSites = `
INSERT INTO site (firm_id, ref, name, place, hours, dock_t, dock_height_m)
SELECT f.id, s.ref, s.site, ST_SetSRID(ST_MakePoint(s.lon, s.lat), 4326), s.hours, s.dock_t, s.dock_height_m
FROM staged_site AS s JOIN firm AS f ON f.ref = s.firm_ref
ON CONFLICT (firm_id, ref) DO UPDATE
SET name = excluded.name, place = excluded.place, hours = excluded.hours, dock_t = excluded.dock_t,
    dock_height_m = excluded.dock_height_m,
    zone_id = CASE WHEN ST_Equals(site.place, excluded.place) THEN site.zone_id END
WHERE (site.name, site.hours, site.dock_t, site.dock_height_m)
      IS DISTINCT FROM (excluded.name, excluded.hours, excluded.dock_t, excluded.dock_height_m)
   OR NOT ST_Equals(site.place, excluded.place)`

// SaveFirms inserts or updates firms and their sites by ref, all or nothing.
// It counts firms.
func (s *Store) SaveFirms(ctx context.Context, firms []geo.FirmEntry) (geo.Saved, error) {
	var saved geo.Saved
	err := s.change(ctx, func(tx pgx.Tx) error {
		if err := stageFirm(ctx, tx, slices.Values(firms)); err != nil {
			return err
		}
		var err error
		if saved, err = mergeStagedFirms(ctx, tx, len(firms)); err != nil {
			return err
		}
		return s.sweep(ctx, tx)
	})
	return saved, err
}

func stageFirm(ctx context.Context, tx pgx.Tx, firms iter.Seq[geo.FirmEntry]) error {
	if _, err := tx.Exec(ctx, noTimeout); err != nil {
		return err
	}
	if _, err := tx.Exec(ctx, stageFirms); err != nil {
		return err
	}
	columns := []string{"firm_ref", "name", "nace", "tax_number", "demo", "ref", "site", "lon", "lat", "hours", "dock_t", "dock_height_m"}
	lines := func(yield func([]any, error) bool) {
		for f := range firms {
			for _, at := range f.Sites {
				line := []any{f.Firm.Ref, f.Firm.Name, f.Firm.NACE, f.Firm.TaxNumber, f.Firm.Demo,
					at.Ref, at.Name, at.Place[0], at.Place[1], at.Hours,
					nullable(float64(at.DockTonnes)), nullable(float64(at.DockHeight))}
				if !yield(line, nil) {
					return
				}
			}
		}
	}
	if err := copyFrom(ctx, tx, "staged_site", columns, lines); err != nil {
		return fmt.Errorf("stage firms: %w", err)
	}
	return nil
}

// mergeStagedFirms stores what is staged, of so many firms.
func mergeStagedFirms(ctx context.Context, tx pgx.Tx, firms int) (geo.Saved, error) {
	rows, _ := tx.Query(ctx, mergeFirms)
	fresh, err := pgx.CollectRows(rows, pgx.RowTo[bool])
	if err != nil {
		return geo.Saved{}, fmt.Errorf("firms: %w", err)
	}
	if _, err := tx.Exec(ctx, mergeSites); err != nil {
		return geo.Saved{}, fmt.Errorf("sites: %w", err)
	}
	if _, err := tx.Exec(ctx, placeSites, pgx.NamedArgs{"all": false}); err != nil {
		return geo.Saved{}, fmt.Errorf("zones of sites: %w", err)
	}
	return tally(fresh, firms), nil
}

// tally counts what a merge returned: a row is fresh or it was updated; rows
// not returned were the same already.
func tally(fresh []bool, all int) geo.Saved {
	n := geo.Saved{Unchanged: all - len(fresh)}
	for _, f := range fresh {
		if f {
			n.Inserted++
		} else {
			n.Updated++
		}
	}
	return n
}
