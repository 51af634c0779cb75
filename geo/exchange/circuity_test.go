package exchange

import (
	"context"
	"log/slog"
	"math"
	"slices"
	"testing"

	"simbiyoz/geo"
)

// TestCircuityOn: on straight roads every ratio is 1 and no list changes.
func TestCircuityOn(t *testing.T) {
	t.Parallel()
	places := []geo.Point{{27, 38}, {27.1, 38}, {27.3, 38}, {27.7, 38}}
	c, err := CircuityOn(t.Context(), plane{}, []string{"a", "b", "c", "d"}, places)
	if err != nil {
		t.Fatal(err)
	}
	if len(c.Pairs) != 12 || c.Low != 1 || c.High != 1 || c.Lists != (Lists{Of: 4}) || c.Network.Version != "plane" {
		t.Errorf("got %+v", c)
	}
	if h := c.Histogram(); h[0].Ways != 12 || len(h) != 21 || !math.IsInf(h[20].To, 1) {
		t.Errorf("got %+v", h)
	}
	if of := c.Of("a"); len(of) != 6 || slices.ContainsFunc(of, func(p PairCircuity) bool { return p.From != "a" && p.To != "a" }) {
		t.Errorf("got %+v", of)
	}
}

func TestHistogram(t *testing.T) {
	t.Parallel()
	c := Circuity{Pairs: []PairCircuity{{Ratio: 0.97}, {Ratio: 1.55}, {Ratio: 9}}}
	for i, b := range c.Histogram() {
		want := 0
		if i == 0 || i == 5 || i == 20 {
			want = 1
		}
		if b.Ways != want {
			t.Errorf("from %.1f to %.1f: %d", b.From, b.To, b.Ways)
		}
	}
}

// manyMatches stores a match of every one of so many sources with 20 sinks.
type manyMatches struct {
	Store
	sources int64
}

func (m manyMatches) Zones(context.Context) ([]geo.Zone, error) {
	return []geo.Zone{{Code: "a", Gate: geo.Point{27, 38}}, {Code: "b", Gate: geo.Point{27.2, 38}}}, nil
}

func (m manyMatches) Counts(context.Context) (geo.Counts, error) {
	return geo.Counts{Matches: int(m.sources) * 20}, nil
}

func (m manyMatches) MatchesOf(_ context.Context, _ []string, source, sink int64, limit int) ([]geo.MatchPair, error) {
	var out []geo.MatchPair
	for s := source; s <= m.sources; s++ {
		for k := int64(1); k <= 20 && s > 0; k++ {
			if s == source && k <= sink || len(out) == limit {
				continue
			}
			p := geo.MatchPair{Match: geo.Match{SourceID: s, SinkID: k, Fit: 1, Haul: &geo.Haul{Road: geo.Road{Length: geo.Metres(1000 * k)}}}}
			p.Source.Resource = geo.Resource{ID: s, Material: "100202"}
			p.Source.Site.Place, p.Sink.Site.Place = geo.Point{27, 38}, geo.Point{27 + float64(k)/1000, 38}
			out = append(out, p)
		}
	}
	return out, nil
}

// TestCircuityOfAPart: where there are more matches than are to be read, lists
// of sources that are spread over all are compared.
func TestCircuityOfAPart(t *testing.T) {
	t.Parallel()
	x := New(manyMatches{sources: 2000}, plane{}, slog.New(slog.DiscardHandler))
	whole, err := x.circuity(t.Context(), math.MaxInt, asIs)
	if err != nil || whole.Lists.Of != 2000 || whole.Lists.Part {
		t.Fatalf("got %+v, %v", whole.Lists, err)
	}
	part, err := x.circuity(t.Context(), 20_000, asIs)
	if err != nil || !part.Lists.Part || part.Lists.Of < 900 || part.Lists.Of > 1100 {
		t.Errorf("got %+v, %v", part.Lists, err)
	}
}
