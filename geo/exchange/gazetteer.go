package exchange

import (
	"context"
	"fmt"
	"math"
	"slices"
	"time"

	"github.com/maypok86/otter/v2"

	"simbiyoz/geo"
	"simbiyoz/geo/material"
)

// Place is a town or district that people name.
type Place struct {
	Code string
	Name string
	At   geo.Point
}

// register is a list of one kind, found by names.
type register struct {
	entries []Found
	names   *material.Names
}

// find returns the entries that fit q, best first.
func (n register) find(q SearchQuery) []Found {
	var out []Found
	for _, i := range n.names.Find(q.Text, q.Lang, q.Limit) {
		out = append(out, n.entries[i])
	}
	return out
}

// gazetteer is what has a place and a name and is few enough for memory, by
// kind.
type gazetteer map[string]register

// Zones are read anew after a while, for another instance may have changed
// them.
const gazetteerKept = 10 * time.Second

func newGazetteer() *otter.Cache[struct{}, gazetteer] {
	return otter.Must(&otter.Options[struct{}, gazetteer]{MaximumSize: 1, ExpiryCalculator: otter.ExpiryWriting[struct{}, gazetteer](gazetteerKept)})
}

// KnowPlaces gives the search its places, and what stands for sites outside
// zones to whom they are hidden. It must be called before anything is searched.
func (x *Exchange) KnowPlaces(ctx context.Context, places []Place) error {
	x.places = slices.Clone(places)
	spots := make(map[string]geo.Spot, len(places))
	for _, p := range places {
		spots[p.Code] = geo.Spot{NameTR: p.Name, NameEN: p.Name, Place: p.At, Error: apart(p, places)}
	}
	if err := x.store.SaveDistricts(ctx, spots); err != nil {
		return fmt.Errorf("spots of districts: %w", err)
	}
	return nil
}

// neighbours is how many of the nearest others tell how wide a district is.
const neighbours = 3

// apart returns how far p's district reaches about, in whole km: as far as the
// nearest others are away.
func apart(p Place, places []Place) geo.Metres {
	var all []geo.Metres
	for _, other := range places {
		if other.Code != p.Code {
			all = append(all, geo.Crow(p.At, other.At))
		}
	}
	slices.Sort(all)
	all = all[:min(len(all), neighbours)]
	sum := geo.Metres(0)
	for _, d := range all {
		sum += d
	}
	return 1000 * geo.Metres(math.Ceil(max(1, float64(sum)/1000/float64(max(1, len(all))))))
}

func (x *Exchange) gazetteer(ctx context.Context) (gazetteer, error) {
	return x.memory.gazetteer.Get(ctx, struct{}{}, otter.LoaderFunc[struct{}, gazetteer](func(ctx context.Context, _ struct{}) (gazetteer, error) {
		zones, err := x.store.Zones(ctx)
		if err != nil {
			return nil, err
		}
		return gazetteer{"zone": zonesNamed(zones), "place": placesNamed(x.places)}, nil
	}))
}

// zonesNamed finds zones by their own names, their district's and their code.
func zonesNamed(zones []geo.Zone) register {
	var out register
	var names [][]string
	for _, z := range zones {
		out.entries = append(out.entries, Found{Kind: "zone", ID: z.ID, Code: z.Code, NameTR: z.Name, NameEN: z.NameEN, Place: &z.Gate})
		names = append(names, []string{z.Name, z.NameEN, z.District, z.Code})
	}
	out.names = material.NewNames(names)
	return out
}

func placesNamed(places []Place) register {
	var out register
	var names [][]string
	for _, p := range places {
		out.entries = append(out.entries, Found{Kind: "place", Code: p.Code, NameTR: p.Name, NameEN: p.Name, Place: &p.At})
		names = append(names, []string{p.Name})
	}
	out.names = material.NewNames(names)
	return out
}
