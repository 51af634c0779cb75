package atlas_test

import (
	"errors"
	"iter"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/encoding/mvt"

	"simbiyoz/geo"
	"simbiyoz/geo/atlas"
	"simbiyoz/geo/tile"
)

// crowdOf returns resources around İzmir, ten to a site.
func crowdOf(n int) []atlas.Resource {
	seed := rand.New(rand.NewPCG(5, 6))
	out := make([]atlas.Resource, n)
	for i := range out {
		r := atlas.Resource{ID: int64(i + 1), Site: int64(i/10 + 1), Firm: int64(i/20 + 1), Group: []string{"a", "b", "c"}[seed.IntN(3)], Role: geo.Source, Tonnes: 1}
		if r.Place = (geo.Point{27 + 0.2*seed.Float64(), 38.3 + 0.2*seed.Float64()}); i%10 > 0 {
			r.Place = out[i-1].Place
		}
		if seed.IntN(2) == 0 {
			r.Role = geo.Sink
		}
		out[i] = r
	}
	return out
}

func each(list []atlas.Resource, last error) iter.Seq2[atlas.Resource, error] {
	return func(yield func(atlas.Resource, error) bool) {
		for _, r := range list {
			if !yield(r, nil) {
				return
			}
		}
		if last != nil {
			yield(atlas.Resource{}, last)
		}
	}
}

func loaded(t *testing.T, list []atlas.Resource) *atlas.Atlas {
	t.Helper()
	a := atlas.New()
	if err := a.Load(nil, nil, each(list, nil)); err != nil {
		t.Fatal(err)
	}
	return a
}

func TestBoxHoldsWhatLiesThere(t *testing.T) {
	t.Parallel()
	list := crowdOf(5000)
	a := loaded(t, list)
	moved := list[100]
	moved.Place = geo.Point{30, 39}
	a.SetResources([]int64{moved.ID, 7}, []atlas.Resource{moved})
	list[100] = moved
	list = slices.Delete(list, 6, 7)
	seed := rand.New(rand.NewPCG(7, 8))
	told := 0
	for range 500 {
		corner := orb.Point{26.9 + 0.3*seed.Float64(), 38.2 + 0.3*seed.Float64()}
		size := seed.Float64() * seed.Float64() * 4
		b := orb.Bound{Min: corner, Max: orb.Point{corner[0] + size, corner[1] + size/2}}
		after, limit := seed.Int64N(5000), 1+seed.IntN(300)
		var want []int64
		n := 0
		for _, r := range list {
			if b.Contains(r.Place) {
				if n++; r.ID > after && len(want) < limit {
					want = append(want, r.ID)
				}
			}
		}
		ids, count, sure := a.Box(b, after, limit)
		if !sure {
			continue
		}
		if told++; count != n || !slices.Equal(ids, want) {
			t.Fatalf("%v after %d: %d with %v, want %d with %v", b, after, count, ids, n, want)
		}
	}
	if told < 450 {
		t.Errorf("%d of 500 are told", told)
	}
}

func TestBoxDoesNotTellOfEdges(t *testing.T) {
	t.Parallel()
	list := crowdOf(10)
	p := list[0].Place
	if _, _, sure := loaded(t, list).Box(orb.Bound{Min: p, Max: orb.Point{p[0] + 1, p[1] + 1}}, 0, 10); sure {
		t.Error("a place on the corner is told of")
	}
	if _, _, sure := atlas.New().Box(orb.Bound{Min: p, Max: p}, 0, 10); sure {
		t.Error("an empty atlas tells")
	}
}

func TestLoadKeepsWhatWasOnError(t *testing.T) {
	t.Parallel()
	a := loaded(t, crowdOf(10))
	broken := errors.New("broken")
	if err := a.Load(nil, nil, each(nil, broken)); !errors.Is(err, broken) {
		t.Fatal(err)
	}
	if _, n, _ := a.Box(orb.Bound{Min: orb.Point{20, 30}, Max: orb.Point{40, 50}}, 0, 1); n != 10 {
		t.Errorf("%d are left", n)
	}
}

func TestCrowdIsDrawnByFewWhoStandForAll(t *testing.T) {
	t.Parallel()
	for n, whole := range map[int]bool{2000: true, 40_000: false} {
		list := crowdOf(n)
		var l tile.Layer
		at := tile.At(list[0].Place, 10)
		dots, stand, tonnes, want := 0, 0, 0.0, 0
		for _, r := range list {
			if tile.At(r.Place, 10) == at {
				want++
			}
		}
		l.Begin(atlas.Resources, at)
		if err := loaded(t, list).Draw(&l, atlas.Resources, at, true); err != nil {
			t.Fatal(err)
		}
		layers, err := mvt.Unmarshal(l.Bytes())
		if err != nil || len(layers) != 1 {
			t.Fatal(err, len(layers))
		}
		for _, f := range layers[0].Features {
			many := 1
			if alike, told := f.Properties["alike"].(float64); told {
				many = int(alike)
			}
			dots, stand, tonnes = dots+1, stand+many, tonnes+f.Properties["t"].(float64)
		}
		if stand != want || tonnes != float64(want) || (dots == want) != whole {
			t.Errorf("%d: %d dots stand for %d with %v t, of %d", n, dots, stand, tonnes, want)
		}
	}
}
