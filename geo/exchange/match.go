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
	nearestEach = 20 // of every related material and class, and as many of the largest
	mostMatches = 50 // kept of one posting
)

// FindMatches finds, judges and stores the matches of posting id. It returns
// how many it has found itself; its partners may find more.
func (x *Exchange) FindMatches(ctx context.Context, id int64) (int, error) {
	ctx = geo.WithViewer(ctx, geo.System) // who asks may not see what it rests on
	of, candidates, err := x.Candidates(ctx, id)
	if err != nil {
		return 0, err
	}
	found, err := x.Judge(ctx, of, candidates, mostMatches)
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

// pair returns two postings with what is known between them, but for the road.
func (x *Exchange) pair(of, other geo.Posting) match.Pair {
	p := match.Pair{Source: of, Sink: other}
	if of.Role == geo.Sink {
		p.Source, p.Sink = other, of
	}
	k := x.uses.Load().between(p.Source.Material, p.Sink.Material, p.Sink.Firm.NACE)
	p.Relation, p.Use, p.SinkUse = k.relation, k.use, k.sinkUse
	return p
}

// Matches lists stored matches, best first.
func (x *Exchange) Matches(ctx context.Context, f geo.MatchFilter, page geo.Page) (geo.MatchPage, error) {
	return x.store.Matches(ctx, f, page)
}

// Match returns one match with the line its haul takes, empty when nothing
// travels by road.
func (x *Exchange) Match(ctx context.Context, source, sink int64) (geo.MatchPair, []geo.Point, error) {
	pair, err := x.store.Match(ctx, source, sink)
	if err != nil || pair.Haul == nil || pair.Source.Site.Place == pair.Sink.Site.Place {
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
