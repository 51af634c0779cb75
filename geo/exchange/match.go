package exchange

import (
	"context"
	"fmt"
	"slices"

	"simbiyoz/geo"
	"simbiyoz/geo/match"
	"simbiyoz/geo/material"
)

// Bounds on the search for partners of one posting.
const (
	nearestEach = 40  // of every related material and class
	mostMatches = 100 // kept of one posting
)

// FindMatches finds, judges and stores the matches of posting id. It returns
// how many it has found itself; its partners may find more.
func (x *Exchange) FindMatches(ctx context.Context, id int64) (int, error) {
	of, candidates, err := x.Candidates(ctx, id)
	if err != nil {
		return 0, err
	}
	found, err := x.Judge(ctx, of, candidates)
	if err != nil {
		return 0, err
	}
	if err := x.store.ReplaceMatches(ctx, found); err != nil {
		return 0, fmt.Errorf("matches of %d: %w", id, err)
	}
	x.memory.scopes.InvalidateAll()
	return len(found.Best), nil
}

// Candidates returns posting id with those that may be its partners.
func (x *Exchange) Candidates(ctx context.Context, id int64) (geo.Posting, []geo.Candidate, error) {
	of, err := x.store.Posting(ctx, id)
	if err != nil {
		return of, nil, fmt.Errorf("posting %d: %w", id, err)
	}
	candidates, err := x.store.Candidates(ctx, x.candidatesOf(of, nearestEach))
	if err != nil {
		return of, nil, fmt.Errorf("candidates of %d: %w", id, err)
	}
	return of, candidates, nil
}

// candidatesOf asks for partners of a posting, each of every related material and
// class.
func (x *Exchange) candidatesOf(of geo.Posting, each int) geo.CandidateQuery {
	q := geo.CandidateQuery{Of: of, Codes: related(of.Material), Each: each}
	if of.Role == geo.Source {
		q.Classes = classes(x.uses.Load().of(of.Material))
	} else {
		q.Codes = append(q.Codes, x.uses.Load().materialsFor(of.Firm.NACE)...)
	}
	slices.Sort(q.Codes)
	q.Codes = slices.Compact(q.Codes)
	return q
}

// Judge judges of with its candidates. A pair's judgement hangs on the pair
// alone, not on who looked: so the matches of all are the same whatever order
// they are looked at in.
func (x *Exchange) Judge(ctx context.Context, of geo.Posting, candidates []geo.Candidate) (geo.Finding, error) {
	out := geo.Finding{Of: of.ID, Network: x.roads.Network().Version}
	roads, err := x.roadsTo(ctx, of, candidates)
	if err != nil {
		return out, err
	}
	for _, r := range roads {
		if r != nil {
			out.Network = r.Network // another may have taken its place meanwhile
		}
	}
	judge := x.book.Load().judge()
	for i, c := range candidates {
		m, ok := judge.Judge(x.pair(of, c.Posting, roads[i]))
		switch {
		case ok && c.Found:
			out.Best = append(out.Best, m)
		case ok:
			out.Kept = append(out.Kept, m)
		case !c.Found:
			out.Lost = append(out.Lost, c.Posting.ID)
		}
	}
	slices.SortFunc(out.Best, func(a, b geo.Match) int {
		if a.Less(b) {
			return -1
		}
		return 1
	})
	out.Best = out.Best[:min(len(out.Best), mostMatches)]
	return out, nil
}

// pair returns two postings with what is known between them.
func (x *Exchange) pair(of, other geo.Posting, road *geo.Road) match.Pair {
	p := match.Pair{Source: of, Sink: other, Road: road}
	if of.Role == geo.Sink {
		p.Source, p.Sink = other, of
	}
	uses := x.uses.Load()
	p.Use = uses.known(p.Source.Material, p.Sink.Firm.NACE)
	p.SinkUse = uses.known(p.Sink.Material, p.Sink.Firm.NACE)
	source, sink := p.Source.Material, p.Sink.Material
	switch {
	case source == sink || slices.Contains(material.Equivalents(source), sink):
		p.Relation = geo.RelationSame
	case p.Use != nil:
		p.Relation = geo.RelationUse
	case slices.Contains(material.Siblings(source), sink):
		p.Relation = geo.RelationGroup
	default:
		p.Relation = geo.RelationText
	}
	return p
}

// roadsTo returns the road between of and every candidate in the direction of
// the haul, nil where none connects them. One one-to-many query answers all;
// where the engine fails as a whole, so does this.
func (x *Exchange) roadsTo(ctx context.Context, of geo.Posting, candidates []geo.Candidate) ([]*geo.Road, error) {
	out := make([]*geo.Road, len(candidates))
	if !of.Category.Hauled() || len(candidates) == 0 {
		return out, nil
	}
	places := make([]geo.Point, len(candidates))
	for i, c := range candidates {
		places[i] = c.Posting.Site.Place
	}
	roads, errs, err := x.roads.OneToMany(ctx, match.VehicleFor(of.Item), of.Site.Place, places, of.Role == geo.Sink)
	if err != nil {
		return nil, fmt.Errorf("roads of %d: %w", of.ID, err)
	}
	for i := range roads {
		if errs[i] == nil {
			out[i] = &roads[i]
		}
	}
	return out, nil
}

// Matches lists stored matches, best first.
func (x *Exchange) Matches(ctx context.Context, f geo.MatchFilter, page geo.Page) (geo.MatchPage, error) {
	return x.store.Matches(ctx, f, page)
}

// Match returns one match with the line its haul takes, empty when nothing
// travels by road.
func (x *Exchange) Match(ctx context.Context, source, sink int64) (geo.MatchPair, []geo.Point, error) {
	pair, err := x.store.Match(ctx, source, sink)
	if err != nil || pair.Haul == nil {
		return pair, nil, err
	}
	_, line, err := x.roads.Route(ctx, match.VehicleFor(pair.Source.Item), pair.Source.Site.Place, pair.Sink.Site.Place)
	if err != nil {
		return pair, nil, fmt.Errorf("route of %d-%d: %w", source, sink, err)
	}
	return pair, line, nil
}

// related returns the materials that may stand for code: itself, what it is
// traded or wasted as, and the rest of its group.
func related(code string) []string {
	return slices.Concat([]string{code}, material.Equivalents(code), material.Siblings(code))
}

// LeastOrder is the probability of an order below which two matches cannot be
// told apart.
const LeastOrder = match.LeastOrder

// Order returns how probable it is that a truly ranks before b, see
// [match.Order].
func (x *Exchange) Order(a, b geo.Match) float64 { return match.Order(a, b) }
