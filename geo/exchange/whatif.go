package exchange

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/maypok86/otter/v2"

	"simbiyoz/geo"
	"simbiyoz/geo/match"
)

// Scenario changes what hauls and CO₂e cost, see [match.Scenario].
type Scenario = match.Scenario

// Supposed is a match as a scenario has it.
type Supposed struct {
	geo.MatchPair
	Rank   int // from 1, under the scenario
	Was    int // from 1, as stored
	Change int // +1: it pays only under the scenario; −1: it does no longer; 0: as before
}

// Scenarios are asked for many times in a row, as a slider moves: the matches
// of a scope stay in memory for a while, and until one is stored anew here.
const (
	mostSupposed = 1000 // matches of a scope, best first
	scopesKept   = 16
	keptFor      = 30 * time.Second
)

// scope is whose matches somebody sees.
type scope struct {
	eyes   geo.Eyes
	filter geo.MatchFilter
}

func newScopes() *otter.Cache[scope, []geo.MatchPair] {
	return otter.Must(&otter.Options[scope, []geo.MatchPair]{MaximumSize: scopesKept,
		ExpiryCalculator: otter.ExpiryWriting[scope, []geo.MatchPair](keptFor)})
}

// WhatIf ranks the best stored matches that f leaves, at most 1000, as they would be
// under a scenario. The database is read once for a scope; roads are as stored.
func (x *Exchange) WhatIf(ctx context.Context, f geo.MatchFilter, s Scenario) ([]*Supposed, error) {
	if err := s.Validate(); err != nil {
		return nil, err
	}
	pairs, err := x.memory.scopes.Get(ctx, scope{geo.ViewerOf(ctx).Eyes(), f}, otter.LoaderFunc[scope, []geo.MatchPair](x.bestOf))
	if err != nil {
		return nil, fmt.Errorf("matches of a scenario: %w", err)
	}
	b := x.book.Load()
	return x.suppose(pairs, b.judge().Under(s, geo.Lira(b.diesel.Likely))), nil
}

func (x *Exchange) bestOf(ctx context.Context, of scope) ([]geo.MatchPair, error) {
	page, err := x.store.Matches(ctx, of.filter, geo.Page{Limit: mostSupposed})
	return page.Matches, err
}

// suppose judges pairs anew, which stand in rank, and ranks them again.
func (x *Exchange) suppose(pairs []geo.MatchPair, judge match.Judge) []*Supposed {
	judge.Prices = remembered(judge.Prices)
	out := make([]Supposed, len(pairs))
	for i, p := range pairs {
		out[i] = Supposed{MatchPair: p, Was: i + 1}
		out[i].Match = judge.Reprice(p, x.Use(p.UseID))
		out[i].Change = cmp.Compare(sign(out[i].Benefit), sign(p.Benefit))
	}
	ranked := make([]*Supposed, len(out))
	for i := range out {
		ranked[i] = &out[i]
	}
	slices.SortFunc(ranked, func(a, b *Supposed) int { return a.Compare(b.Match) })
	for i, m := range ranked {
		m.Rank = i + 1
	}
	return ranked
}

// sign tells whether a benefit pays (1) or not (0).
func sign(benefit *geo.Lira) int {
	if benefit != nil && *benefit >= 0 {
		return 1
	}
	return 0
}

// remembered looks the prices of each material up once.
func remembered(prices func(string) match.Prices) func(string) match.Prices {
	known := map[string]match.Prices{}
	return func(code string) match.Prices {
		p, there := known[code]
		if !there {
			p = prices(code)
			known[code] = p
		}
		return p
	}
}
