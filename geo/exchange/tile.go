package exchange

import (
	"context"
	"fmt"
	"hash/fnv"
	"time"

	"github.com/paulmach/orb"

	"simbiyoz/geo"
	"simbiyoz/geo/atlas"
	"simbiyoz/geo/tile"
)

// Layers of tiles beside the atlas's.
const (
	RoadLayer  = "roads"
	CoastLayer = "coast"
	FlowLayer  = "flows"
)

// TileLayers are the layers that there are tiles of, in the order in which a
// map draws them.
var TileLayers = []string{CoastLayer, RoadLayer, atlas.Zones, FlowLayer, atlas.Resources, atlas.Firms}

// TileStore draws what is asked for too seldom to be held in memory.
type TileStore interface {
	// FlowTile returns the flows of a tile as a layer of a name, encoded; empty
	// where there are none.
	FlowTile(ctx context.Context, layer string, at tile.Address) ([]byte, error)
}

// TileConfig is what tiles need beside the store.
type TileConfig struct {
	Memory uint64     // bytes that drawn tiles take at most
	Coast  tile.Shore // drawn as it is
}

// drawnWithin is how long the drawing of a tile takes at most.
const drawnWithin = 20 * time.Second

// exact and shown are who see the same tiles.
const (
	exact = "exact"
	shown = "shown"
)

// OpenTiles makes tiles ready to be asked for; without it there are none.
func (x *Exchange) OpenTiles(cfg TileConfig) (err error) {
	x.shore = cfg.Coast
	x.tiles, err = tile.NewCache(cfg.Memory, drawnWithin)
	return err
}

// Tile returns a tile of a layer as ctx's viewer may see it. An unknown layer is
// geo.ErrNotFound.
func (x *Exchange) Tile(ctx context.Context, layer string, at tile.Address) (tile.Tile, error) {
	key := tile.Key{Layer: layer, At: at}
	draw, err := x.drawer(ctx, &key)
	if err != nil {
		return tile.Tile{}, err
	}
	return x.tiles.Get(ctx, key, draw)
}

// TileFigures are what the server tells of its tiles: how many were asked for
// and drawn so far, and the memory that drawn ones take.
type TileFigures struct{ Asked, Drawn, Bytes int64 }

// TileFigures returns them as they are now.
func (x *Exchange) TileFigures() TileFigures {
	return TileFigures{x.tiles.Asked(), x.tiles.Rendered(), int64(x.tiles.Bytes())}
}

// TilesDrawn returns how many tiles were drawn so far, and not taken from
// memory.
func (x *Exchange) TilesDrawn() int64 { return x.tiles.Rendered() }

// drawer says how a tile is drawn, and completes the key that it is kept under.
func (x *Exchange) drawer(ctx context.Context, key *tile.Key) (tile.Render, error) {
	switch key.Layer {
	case CoastLayer:
		return x.drawCoast(key.At), nil
	case RoadLayer:
		key.Version = x.roadVersion()
		return x.drawRoads(key.At), nil
	case FlowLayer:
		key.Version, key.Viewer = x.news.of(key.Layer), viewerOfTiles(ctx)
		return x.drawFlows(key.At), nil
	case atlas.Zones, atlas.Firms, atlas.Resources:
		select {
		case <-x.atlas.Ready():
		case <-ctx.Done():
			return nil, ctx.Err()
		}
		key.Version, key.Viewer = x.news.of(key.Layer), viewerOfTiles(ctx)
		return x.drawAtlas(*key), nil
	}
	return nil, fmt.Errorf("layer %q: %w", key.Layer, geo.ErrNotFound)
}

func viewerOfTiles(ctx context.Context) string {
	if geo.ViewerOf(ctx).Eyes().All() {
		return exact
	}
	return shown
}

// roadVersion tells one network from another.
func (x *Exchange) roadVersion() uint64 {
	h := fnv.New64a()
	h.Write([]byte(x.Network().Version)) // never fails
	return h.Sum64()
}

func (x *Exchange) drawAtlas(key tile.Key) tile.Render {
	return func(_ context.Context, l *tile.Layer) error {
		return x.atlas.Draw(l, key.Layer, key.At, key.Viewer == exact)
	}
}

// drawFlows asks the store on behalf of the viewer of the context it draws in.
func (x *Exchange) drawFlows(at tile.Address) tile.Render {
	return func(ctx context.Context, l *tile.Layer) error {
		body, err := x.store.FlowTile(ctx, FlowLayer, at)
		l.Encoded(body)
		return err
	}
}

func (x *Exchange) drawCoast(at tile.Address) tile.Render {
	return func(_ context.Context, l *tile.Layer) error {
		x.shore.Draw(l, at)
		return nil
	}
}

func (x *Exchange) drawRoads(at tile.Address) tile.Render {
	return func(ctx context.Context, l *tile.Layer) error {
		lines, err := x.roads.Lines(ctx, at.Bound(tile.Margin), int(at.Z))
		for _, road := range lines {
			if l.Line(uint64(road.ID), orb.LineString(road.Line)) {
				l.Text("class", road.Class)
			}
		}
		return err
	}
}
