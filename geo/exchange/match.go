package exchange

import (
	"context"
	"errors"
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

// FindMatches finds, judges and stores the matches of posting id, best first.
// It returns how many there are.
func (x *Exchange) FindMatches(ctx context.Context, id int64) (int, error) {
	of, err := x.store.Posting(ctx, id)
	if err != nil {
		return 0, fmt.Errorf("posting %d: %w", id, err)
	}
	candidates, err := x.candidates(ctx, of)
	if err != nil {
		return 0, err
	}
	matches, network, err := x.judge(ctx, of, candidates)
	if err != nil {
		return 0, err
	}
	if err := x.store.ReplaceMatches(ctx, id, network, matches); err != nil {
		return 0, fmt.Errorf("matches of %d: %w", id, err)
	}
	x.memory.scopes.InvalidateAll()
	return len(matches), nil
}

func (x *Exchange) candidates(ctx context.Context, of geo.Posting) ([]geo.Candidate, error) {
	q := geo.CandidateQuery{Of: of, Codes: related(of.Material), Each: nearestEach}
	if of.Role == geo.Source {
		q.Uses = classed(x.uses.Load().of(of.Material))
	} else {
		q.Codes = append(q.Codes, x.uses.Load().materialsFor(of.Firm.NACE, q.Codes)...)
	}
	candidates, err := x.store.Candidates(ctx, q)
	if err != nil {
		return nil, fmt.Errorf("candidates of %d: %w", of.ID, err)
	}
	return candidates, nil
}

// judge returns the judged matches of of with its candidates, best first, and
// the version of the road network that they are computed on.
func (x *Exchange) judge(ctx context.Context, of geo.Posting, candidates []geo.Candidate) ([]geo.Match, string, error) {
	network := x.roads.Network().Version
	roads, err := x.roadsTo(ctx, of, candidates)
	if err != nil {
		return nil, "", err
	}
	for _, r := range roads {
		if r != nil {
			network = r.Network // another may have taken its place meanwhile
		}
	}
	uses := x.uses.Load()
	judge := x.book.Load().judge()
	var out []geo.Match
	for i, c := range candidates {
		pair := match.Pair{Source: of, Sink: c.Posting, Relation: c.Relation, Road: roads[i]}
		if of.Role == geo.Sink {
			pair.Source, pair.Sink = c.Posting, of
		}
		pair.Use = uses.known(pair.Source.Material, pair.Sink.Firm.NACE)
		pair.SinkUse = uses.known(pair.Sink.Material, pair.Sink.Firm.NACE)
		if pair.Relation == geo.RelationText && pair.Use != nil {
			pair.Relation = geo.RelationUse // as the other side sees it
		}
		if m, ok := judge.Judge(pair); ok {
			out = append(out, m)
		}
	}
	slices.SortFunc(out, func(a, b geo.Match) int {
		if a.Less(b) {
			return -1
		}
		return 1
	})
	return out[:min(len(out), mostMatches)], network, nil
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

// sweepPage is how many due postings a sweep asks for at once.
const sweepPage = 500

// Sweep finds the matches of every posting that is due: new, changed, or
// computed on another road network than the one that answers now. Estimates
// take no measured way's place.
func (x *Exchange) Sweep(ctx context.Context) error {
	for after := int64(0); ; {
		network := x.roads.Network()
		if network.Estimate {
			network.Version = ""
		}
		ids, err := x.store.Stale(ctx, network.Version, after, sweepPage)
		if err != nil || len(ids) == 0 {
			return err
		}
		for _, id := range ids {
			if _, err := x.FindMatches(ctx, id); err != nil && !errors.Is(err, geo.ErrNotFound) {
				return err
			}
		}
		after = ids[len(ids)-1]
	}
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

// related returns the materials that may stand for code, most trusted first:
// itself, what it is traded or wasted as, and the rest of its group.
func related(code string) []geo.RelatedCode {
	out := []geo.RelatedCode{{Code: code, Relation: geo.RelationSame}}
	for _, c := range material.Equivalents(code) {
		out = append(out, geo.RelatedCode{Code: c, Relation: geo.RelationSame})
	}
	for _, c := range material.Siblings(code) {
		out = append(out, geo.RelatedCode{Code: c, Relation: geo.RelationGroup})
	}
	return out
}

// LeastOrder is the probability of an order below which two matches cannot be
// told apart.
const LeastOrder = match.LeastOrder

// Order returns how probable it is that a truly ranks before b, see
// [match.Order].
func (x *Exchange) Order(a, b geo.Match) float64 { return match.Order(a, b) }
