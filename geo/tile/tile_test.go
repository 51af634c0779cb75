package tile

import (
	"errors"
	"maps"
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/encoding/mvt"
	"github.com/paulmach/orb/geojson"
	"github.com/paulmach/orb/maptile"

	"simbiyoz/geo"
)

func TestParse(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		z, x, y string
		want    Address
		field   string
	}{
		"the world":     {"0", "0", "0", Address{}, ""},
		"a corner":      {"14", "16383", "16383", Address{14, 16383, 16383}, ""},
		"too deep":      {"23", "0", "0", Address{}, "z"},
		"no zoom":       {"-1", "0", "0", Address{}, "z"},
		"no column":     {"1", "2", "0", Address{}, "x"},
		"no row":        {"1", "0", "1e0", Address{}, "y"},
		"far too great": {"22", "99999999999999999999", "0", Address{}, "x"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got, err := Parse(tt.z, tt.x, tt.y)
			var wrong *geo.FieldError
			if tt.field == "" && (err != nil || got != tt.want) || tt.field != "" && (!errors.As(err, &wrong) || wrong.Field != tt.field) {
				t.Errorf("got %v, %v", got, err)
			}
		})
	}
}

// izmir is a tile of the city at zoom 12.
var izmir = Address{12, 2356, 1581}

func TestBoundIsThatOfTheStandard(t *testing.T) {
	t.Parallel()
	got, want := izmir.Bound(0), maptile.New(izmir.X, izmir.Y, maptile.Zoom(izmir.Z)).Bound()
	for i := range 2 {
		if math.Abs(got.Min[i]-want.Min[i]) > 1e-9 || math.Abs(got.Max[i]-want.Max[i]) > 1e-9 {
			t.Errorf("got %v, want %v", got, want)
		}
	}
}

// read decodes a tile with a public reader.
func read(t *testing.T, l *Layer) *geojson.FeatureCollection {
	t.Helper()
	layers, err := mvt.Unmarshal(l.Bytes())
	if err != nil {
		t.Fatal(err)
	}
	if len(layers) != 1 || layers[0].Name != "things" || layers[0].Version != 2 || layers[0].Extent != Extent {
		t.Fatalf("got %+v", layers)
	}
	layers.ProjectToWGS84(maptile.New(l.at.X, l.at.Y, maptile.Zoom(l.at.Z)))
	return &geojson.FeatureCollection{Features: layers[0].Features}
}

func TestLayerIsReadByOthers(t *testing.T) {
	t.Parallel()
	b := izmir.Bound(0)
	in := func(x, y float64) orb.Point {
		return orb.Point{b.Min[0] + x*(b.Max[0]-b.Min[0]), b.Min[1] + y*(b.Max[1]-b.Min[1])}
	}
	square := func(x, y, r float64) orb.Ring { // both ways round the same: a tile's outer rings run clockwise on the map, holes against it
		return orb.Ring{in(x-r, y-r), in(x-r, y+r), in(x+r, y+r), in(x+r, y-r), in(x-r, y-r)}
	}
	var l Layer
	l.Begin("things", izmir)
	l.Point(7, in(0.25, 0.5))
	l.Text("name", "Çiğli")
	l.Text("none", "")
	l.Number("t", 12)
	l.Number("share", 0.25)
	l.Number("below", -3)
	l.Flag("source", true)
	if !l.Line(8, orb.LineString{in(-1, 0.5), in(0.5, 0.5), in(0.5, 0.5), in(0.5, 3)}) || l.Line(9, orb.LineString{in(3, 3), in(4, 4)}) {
		t.Error("a line inside is left out, or one outside is not")
	}
	if l.Polygon(11, orb.MultiPolygon{{square(5, 5, 1)}}) || !l.Polygon(10, orb.MultiPolygon{{square(0.5, 0.5, 0.3), square(0.5, 0.5, 0.1)}}) {
		t.Error("an outline inside is left out, or one outside is not")
	}
	l.Text("name", "Çiğli")
	f := read(t, &l).Features
	if len(f) != 3 || l.Len() != 3 {
		t.Fatalf("got %d features, Len %d", len(f), l.Len())
	}
	if f[0].ID != 7.0 || f[1].ID != 8.0 || f[2].ID != 10.0 {
		t.Errorf("ids are %v %v %v", f[0].ID, f[1].ID, f[2].ID)
	}
	p := f[0].Properties
	if p["name"] != "Çiğli" || p["t"] != 12.0 || p["share"] != 0.25 || p["below"] != -3.0 || p["source"] != true || len(p) != 5 {
		t.Errorf("attributes are %#v", p)
	}
	if got, want := f[0].Geometry.(orb.Point), in(0.25, 0.5); math.Abs(got[0]-want[0]) > 3e-5 || math.Abs(got[1]-want[1]) > 3e-5 {
		t.Errorf("the point is at %v, not %v", got, want)
	}
	if line := f[1].Geometry.(orb.LineString); len(line) != 3 {
		t.Errorf("the line has %d corners: %v", len(line), line)
	}
	rings := f[2].Geometry.(orb.Polygon)
	if len(rings) != 2 || rings[0].Orientation() != orb.CW || rings[1].Orientation() != orb.CCW || f[2].Properties["name"] != "Çiğli" {
		t.Errorf("the outline is %v", f[2])
	}
}

func TestEmptyLayerIsAnEmptyTile(t *testing.T) {
	t.Parallel()
	var l Layer
	l.Begin("things", izmir)
	l.Line(1, orb.LineString{{0, 0}, {1, 1}})
	if b := l.Bytes(); len(b) != 0 || l.Len() != 0 {
		t.Errorf("got %d bytes", len(b))
	}
}

// TestPointsAreInOneTileEach draws scattered places at every zoom: each is in
// the tile that the standard says and in no other.
func TestPointsAreInOneTileEach(t *testing.T) {
	t.Parallel()
	rnd := rand.New(rand.NewPCG(1, 1))
	places := make([]orb.Point, 500)
	for i := range places {
		places[i] = orb.Point{25.8 + 3*rnd.Float64(), 37.6 + 2*rnd.Float64()}
	}
	places[0] = places[1]
	points := NewPoints(placed(places))
	for _, zoom := range []uint8{0, 6, 8, 11, 16} {
		seen := 0
		for tile := range tilesOf(places, zoom) {
			a := Address{zoom, tile.X, tile.Y}
			var l Layer
			l.Begin("things", a)
			for p := range points.Of(a) {
				l.Dot(uint64(p.ID), p.Cell)
			}
			for _, f := range read(t, &l).Features {
				row := int(f.ID.(float64))
				if maptile.At(places[row], maptile.Zoom(zoom)) != tile {
					t.Errorf("zoom %d: place %d is drawn in %v", zoom, row, tile)
				}
				at, unit := f.Geometry.(orb.Point), 360/math.Exp2(float64(zoom))/Extent
				if math.Abs(at[0]-places[row][0]) > unit || math.Abs(at[1]-places[row][1]) > unit {
					t.Errorf("zoom %d: place %d is drawn at %v, not %v", zoom, row, at, places[row])
				}
				seen++
			}
		}
		if seen != len(places) {
			t.Errorf("zoom %d: %d of %d places are drawn", zoom, seen, len(places))
		}
	}
}

// placed puts places where they are; each one's ID is its row.
func placed(places []orb.Point) []Place[struct{}] {
	out := make([]Place[struct{}], len(places))
	for i, p := range places {
		out[i] = Place[struct{}]{Cell: CellOf(p), ID: int64(i)}
	}
	return out
}

// TestPointsChange takes places away and adds others, in many steps, and holds
// what is left against a set made anew.
func TestPointsChange(t *testing.T) {
	t.Parallel()
	rnd := rand.New(rand.NewPCG(2, 2))
	somewhere := func(id int64) Place[int] {
		return Place[int]{CellOf(orb.Point{25.8 + 3*rnd.Float64(), 37.6 + 2*rnd.Float64()}), id, rnd.IntN(9)}
	}
	points, now := NewPoints[int](nil), map[int64]Place[int]{}
	for step := range 60 {
		var gone, come []Place[int]
		for id, p := range now {
			if rnd.IntN(10) == 0 {
				gone = append(gone, Place[int]{Cell: p.Cell, ID: id})
				delete(now, id)
			}
		}
		for range rnd.IntN(800) {
			p := somewhere(rnd.Int64N(5000))
			if _, there := now[p.ID]; !there {
				now[p.ID], come = p, append(come, p)
			}
		}
		before := values(points)
		next := points.With(gone, come)
		if !slices.Equal(before, values(points)) {
			t.Fatalf("step %d: the old set changed", step)
		}
		points = next
		want := NewPoints(slices.Collect(maps.Values(now)))
		if points.Len() != len(now) || !slices.Equal(values(points), values(want)) {
			t.Fatalf("step %d: %d places are others than the %d there should be", step, points.Len(), len(now))
		}
	}
}

func values[T any](points *Points[T]) []Place[T] {
	var out []Place[T]
	for p := range points.All() {
		out = append(out, *p)
	}
	return out
}

func tilesOf(places []orb.Point, zoom uint8) map[maptile.Tile]bool {
	out := map[maptile.Tile]bool{}
	for _, p := range places {
		out[maptile.At(p, maptile.Zoom(zoom))] = true
	}
	return out
}

func FuzzParse(f *testing.F) {
	f.Add("14", "9424", "6324")
	f.Add("22", "4194303", "0")
	f.Fuzz(func(t *testing.T, z, x, y string) {
		a, err := Parse(z, x, y)
		if err != nil {
			return
		}
		b := a.Bound(0)
		if !(b.Min[0] < b.Max[0] && b.Min[1] < b.Max[1]) || !geo.ValidPoint(b.Min) || !geo.ValidPoint(b.Max) {
			t.Errorf("%v is %v", a, b)
		}
	})
}

// BenchmarkLayer encodes a tile of 5,000 points with four attributes each,
// beside the same by orb's encoder.
func BenchmarkLayer(b *testing.B) {
	rnd := rand.New(rand.NewPCG(1, 2))
	bound := izmir.Bound(0)
	places := make([]orb.Point, 5000)
	for i := range places {
		places[i] = orb.Point{bound.Min[0] + rnd.Float64()*(bound.Max[0]-bound.Min[0]), bound.Min[1] + rnd.Float64()*(bound.Max[1]-bound.Min[1])}
	}
	groups := []string{"1002", "1703", "0201", "1201"}
	b.Run("simbiyoz", func(b *testing.B) {
		points := NewPoints(placed(places))
		var l Layer
		for b.Loop() {
			l.Begin("resources", izmir)
			for p := range points.Of(izmir) {
				row := int(p.ID)
				l.Dot(uint64(row), p.Cell)
				l.Flag("source", row%2 == 0)
				l.Text("group", groups[row%4])
				l.Number("t", float64(row%100))
				l.Number("zone", float64(row%30))
			}
			l.Bytes()
		}
	})
	b.Run("orb", func(b *testing.B) {
		for b.Loop() {
			fc := geojson.NewFeatureCollection()
			for row, p := range places {
				f := geojson.NewFeature(p)
				f.ID = row
				f.Properties = geojson.Properties{"source": row%2 == 0, "group": groups[row%4], "t": row % 100, "zone": row % 30}
				fc.Append(f)
			}
			layer := mvt.NewLayer("resources", fc)
			layer.Version = 2
			layer.ProjectToTile(maptile.New(izmir.X, izmir.Y, maptile.Zoom(izmir.Z)))
			if _, err := mvt.Marshal(mvt.Layers{layer}); err != nil {
				b.Fatal(err)
			}
		}
	})
}
