package postgis

import (
	"context"
	"fmt"

	"simbiyoz/geo/tile"
)

// mostDrawn bounds a tile: of more flows the largest are drawn.
const mostDrawn = 5000

// Lines that stay in one zone have no length and are not drawn.
const flowTile = `
SELECT ST_AsMVT(drawn, $1, $2::int, 'shape', 'id')
FROM (
    SELECT t.id, t.kind, t.origin, t.destination, t.material, t.quantity, t.unit, t.firms, t.withheld,
           ST_AsMVTGeom(ST_Transform(t.line, 3857), ST_TileEnvelope($4, $5, $6), $2::int, $3::int) AS shape
    FROM zone_flow AS t
    WHERE t.line && ST_Transform(ST_TileEnvelope($4, $5, $6, margin => $3::float8 / $2), 4326) AND t.origin <> t.destination
    ORDER BY t.quantity DESC NULLS LAST, t.id
    LIMIT $7
) AS drawn
WHERE shape IS NOT NULL`

// FlowTile returns the flows between zones that cross a tile as a vector tile
// of one layer, as who is asked for may see them, see [Split]. It is empty where
// there are none.
func (s *Store) FlowTile(ctx context.Context, layer string, at tile.Address) ([]byte, error) {
	var body []byte
	err := s.db.QueryRow(ctx, flowTile, layer, tile.Extent, tile.Margin, at.Z, at.X, at.Y, mostDrawn).Scan(&body)
	if err != nil {
		return nil, fmt.Errorf("flows of tile %v: %w", at, err)
	}
	return body, nil
}
