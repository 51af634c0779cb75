package exchange

import (
	"context"
	"fmt"
	"slices"

	"simbiyoz/geo"
	"simbiyoz/geo/match"
)

// fewRoads is how many roads are asked for at once, at least.
const fewRoads = 20

// Judge judges of with its candidates and returns the best, at most so many. A
// pair's judgement hangs on the pair alone, not on who looked: so the matches of
// all are the same whatever order they are looked at in.
//
// Roads are asked for only where they can matter: candidates are taken in the
// order of what they were at best, were their road a straight line, and once
// that ranks behind the last of the most that are kept, so do all the others.
func (x *Exchange) Judge(ctx context.Context, of geo.Posting, candidates []geo.Candidate, most int) (geo.Finding, error) {
	out, err := x.best(ctx, of, candidates, most)
	if err != nil {
		return out, err
	}
	return out, x.showAll(ctx, of, candidates, &out)
}

// best is Judge without what others are shown.
func (x *Exchange) best(ctx context.Context, of geo.Posting, candidates []geo.Candidate, most int) (geo.Finding, error) {
	out := geo.Finding{Of: of.ID, Network: x.roads.Network().Version}
	kept, hopeful := x.open(of, candidates, &out)
	for first := true; first || len(hopeful) > 0; first = false {
		n := min(max(most, fewRoads), len(hopeful))
		asked := slices.Concat(kept, hopeful[:n])
		matches, err := x.closeAll(ctx, of, asked, &out)
		if err != nil {
			return out, err
		}
		out.Kept = append(out.Kept, matches[:len(kept)]...)
		out.Best = append(out.Best, matches[len(kept):]...)
		slices.SortFunc(out.Best, geo.Match.Compare)
		out.Best = out.Best[:min(len(out.Best), most)]
		kept, hopeful = nil, hopeful[n:]
		if len(out.Best) == most && len(hopeful) > 0 && out.Best[most-1].Less(hopeful[0].best) {
			break
		}
	}
	return out, nil
}

// hope is a candidate that waits for its road.
type hope struct {
	*match.Open
	best geo.Match // that it can be
	to   geo.Point // where the candidate is
	by   string    // class of vehicle that its road is asked for; empty: none is needed
}

// open judges candidates in all but their roads. It returns those that only the
// partner found, and those that of found itself, of most promise first; the
// partners that are none any more it notes in out.
func (x *Exchange) open(of geo.Posting, candidates []geo.Candidate, out *geo.Finding) (kept, found []*hope) {
	judge := x.book.Load().judge()
	judge.Prices = remembered(judge.Prices)
	spare := x.spare()
	for i := range candidates {
		c := &candidates[i]
		pair := x.pair(of, c.Posting)
		o, ok := judge.Open(pair)
		if !ok {
			if !c.Found {
				out.Lost = append(out.Lost, c.Posting.ID)
			}
			continue
		}
		h := &hope{Open: o, to: c.Posting.Site.Place}
		if pair.Source.Category.Hauled() {
			h.by = match.VehicleFor(pair.Source.Item).Code
		}
		if !c.Found {
			kept = append(kept, h)
			continue
		}
		h.best = o.AtBest(max(0, geo.Crow(of.Site.Place, h.to)*straightest-spare))
		found = append(found, h)
	}
	slices.SortFunc(found, func(a, b *hope) int { return a.best.Compare(b.best) })
	return kept, found
}

// straightest allows for roads that are told to be shorter than they are drawn.
const straightest geo.Metres = 0.98

// fromGates is how far beside their roads two places may lie together.
const fromGates geo.Metres = 4_000

// spare returns how much shorter a road may be than the straight line between
// its places, for the ways to a real network's roads are not in it.
func (x *Exchange) spare() geo.Metres {
	if x.roads.Network().Coarse {
		return 0
	}
	return fromGates
}

// closeAll returns the whole judgement of every one of hopes, and notes in out
// the network that answered.
func (x *Exchange) closeAll(ctx context.Context, of geo.Posting, hopes []*hope, out *geo.Finding) ([]geo.Match, error) {
	roads, err := x.roadsTo(ctx, of, hopes)
	if err != nil {
		return nil, err
	}
	matches := make([]geo.Match, len(hopes))
	for i, h := range hopes {
		matches[i] = h.Close(roads[i])
		if roads[i] != nil {
			out.Network = roads[i].Network // another may have taken its place meanwhile
		}
	}
	return matches, nil
}

// roadsTo returns the road between of and every hope in the direction of the
// haul, nil where none connects them or none is needed. One one-to-many query
// answers all that go by one class of vehicle; where the engine fails as a
// whole, so does this.
func (x *Exchange) roadsTo(ctx context.Context, of geo.Posting, hopes []*hope) ([]*geo.Road, error) {
	out := make([]*geo.Road, len(hopes))
	by := map[string][]int{} // class of vehicle → hopes
	for i, h := range hopes {
		if h.by != "" {
			by[h.by] = append(by[h.by], i)
		}
	}
	for code, which := range by {
		vehicle, err := geo.VehicleByCode(code)
		if err != nil {
			return nil, err
		}
		places := make([]geo.Point, len(which))
		for k, i := range which {
			places[k] = hopes[i].to
		}
		roads, errs, err := x.roads.OneToMany(ctx, vehicle, of.Site.Place, places, of.Role == geo.Sink)
		if err != nil {
			return nil, fmt.Errorf("roads of %d: %w", of.ID, err)
		}
		for k, i := range which {
			if errs[k] == nil {
				out[i] = &roads[k]
			}
		}
	}
	return out, nil
}
