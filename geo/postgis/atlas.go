package postgis

import (
	"context"
	"fmt"
	"iter"

	"github.com/jackc/pgx/v5"

	"simbiyoz/geo/atlas"
)

const mappedResources = `
SELECT id, firm_id, site_id, coalesce(zone_id, 0), ST_X(place), ST_Y(place), grp, role,
       CASE WHEN unit = 't' THEN coalesce(rate, 0) ELSE 0 END, visibility = 'public'
FROM resource`

const mappedSites = `
SELECT s.id, s.firm_id, coalesce(s.zone_id, 0), ST_X(s.place), ST_Y(s.place), f.name, coalesce(r.sources, 0), coalesce(r.sinks, 0)
FROM site AS s JOIN firm AS f ON f.id = s.firm_id
LEFT JOIN (SELECT site_id, count(*) FILTER (WHERE role = 'source') AS sources, count(*) FILTER (WHERE role = 'sink') AS sinks
           FROM resource %s GROUP BY site_id) AS r ON r.site_id = s.id`

// MappedResources reads the resources with ids as a map shows them, every one
// when ids is nil. An error is the last that comes.
func (s *Store) MappedResources(ctx context.Context, ids []int64) iter.Seq2[atlas.Resource, error] {
	if ids == nil {
		return mapped(ctx, s.db, scanMappedResource, mappedResources)
	}
	return mapped(ctx, s.db, scanMappedResource, mappedResources+` WHERE id = ANY($1)`, ids)
}

// MappedSites returns the sites with ids as a map shows them, every one when
// ids is nil.
func (s *Store) MappedSites(ctx context.Context, ids []int64) ([]atlas.Site, error) {
	rows := mapped(ctx, s.db, scanMappedSite, fmt.Sprintf(mappedSites, ""))
	if ids != nil {
		rows = mapped(ctx, s.db, scanMappedSite, fmt.Sprintf(mappedSites, `WHERE site_id = ANY($1)`)+` WHERE s.id = ANY($1)`, ids)
	}
	var out []atlas.Site
	for row, err := range rows {
		if err != nil {
			return nil, err
		}
		out = append(out, row)
	}
	return out, nil
}

// SitesOf returns the ids of firms' sites.
func (s *Store) SitesOf(ctx context.Context, firms []int64) ([]int64, error) {
	rows, _ := s.db.Query(ctx, `SELECT id FROM site WHERE firm_id = ANY($1)`, firms)
	return pgx.CollectRows(rows, pgx.RowTo[int64])
}

// mapped reads rows into one that scan fills: a million of them are read at
// once.
func mapped[T any](ctx context.Context, db DB, scan func(*T) []any, sql string, args ...any) iter.Seq2[T, error] {
	return func(yield func(T, error) bool) {
		var row T
		rows, err := db.Query(ctx, sql, args...)
		if err != nil {
			yield(row, err)
			return
		}
		defer rows.Close()
		into := scan(&row)
		for rows.Next() {
			if err := rows.Scan(into...); err != nil {
				yield(row, err)
				return
			}
			if !yield(row, nil) {
				return
			}
		}
		if err := rows.Err(); err != nil {
			yield(row, err)
		}
	}
}

func scanMappedResource(r *atlas.Resource) []any {
	return []any{&r.ID, &r.Firm, &r.Site, &r.Zone, &r.Place[0], &r.Place[1], &r.Group, &r.Role, &r.Tonnes, &r.Open}
}

func scanMappedSite(s *atlas.Site) []any {
	return []any{&s.ID, &s.Firm, &s.Zone, &s.Place[0], &s.Place[1], &s.Name, &s.Sources, &s.Sinks}
}
