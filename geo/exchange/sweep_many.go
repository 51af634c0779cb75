package exchange

import (
	"context"
	"fmt"
	"runtime"
	"slices"
	"sync"

	"github.com/maypok86/otter/v2"
	"golang.org/x/sync/errgroup"

	"simbiyoz/geo"
	"simbiyoz/geo/nearby"
)

// A search for the matches of many looks for partners in memory, and stores
// what it finds many at a time.
const (
	manyFrom   = 200     // due postings make a search for many
	blockSize  = 128     // of them are judged by one worker at a time
	storedOnce = 256     // findings are stored in one transaction
	mostHeld   = 150_000 // postings are held in memory
)

// crowd is a search for the matches of many postings.
type crowd struct {
	x        *Exchange
	index    *nearby.Index
	held     *otter.Cache[int64, *geo.Posting]
	queries  *otter.Cache[queryKey, geo.CandidateQuery]
	due      map[int64]bool
	watchers map[int64][]int64 // of what is due: those that are not and list it

	mu     sync.Mutex
	listed map[int64][]int64 // by posting whose matches this search found: its best partners
}

// queryKey is what codes and classes that a posting's partners may have hang on.
type queryKey struct {
	role           geo.Role
	material, nace string
}

// sweepMany finds the matches of many postings. What changes meanwhile stays
// due.
func (x *Exchange) sweepMany(ctx context.Context, due []int64, told func(postings int)) (int, error) {
	c, err := x.newCrowd(ctx, due)
	if err != nil {
		return 0, err
	}
	c.order(due)
	found := make(chan judged, 2*storedOnce)
	all, ctx := errgroup.WithContext(ctx)
	blocks := make(chan []int64)
	all.Go(func() error {
		defer close(blocks)
		for block := range slices.Chunk(due, blockSize) {
			select {
			case blocks <- block:
			case <-ctx.Done():
				return ctx.Err()
			}
		}
		return nil
	})
	var working sync.WaitGroup
	for range runtime.GOMAXPROCS(0) {
		working.Add(1)
		all.Go(func() error {
			defer working.Done()
			return c.work(ctx, blocks, found)
		})
	}
	all.Go(func() error {
		working.Wait()
		close(found)
		return nil
	})
	n := 0
	all.Go(func() error {
		var err error
		n, err = c.store(ctx, found, told)
		return err
	})
	return n, all.Wait()
}

func (x *Exchange) newCrowd(ctx context.Context, due []int64) (*crowd, error) {
	entries, err := x.store.Nearby(ctx)
	if err != nil {
		return nil, err
	}
	c := &crowd{x: x, index: nearby.New(entries), due: make(map[int64]bool, len(due)), watchers: map[int64][]int64{}, listed: make(map[int64][]int64, len(due)),
		held:    otter.Must(&otter.Options[int64, *geo.Posting]{MaximumSize: mostHeld}),
		queries: otter.Must(&otter.Options[queryKey, geo.CandidateQuery]{MaximumSize: 20_000})}
	for _, id := range due {
		c.due[id] = true
	}
	err = x.store.Partners(ctx, func(of int64, partners []int64) {
		if c.due[of] {
			return // its list is of before
		}
		for _, p := range partners {
			if c.due[p] {
				c.watchers[p] = append(c.watchers[p], of)
			}
		}
	})
	return c, err
}

// order puts postings of one place, and then of one material, next to each
// other: they ask for the same roads and partners.
func (c *crowd) order(due []int64) {
	slices.SortFunc(due, func(a, b int64) int {
		p, _ := c.index.Entry(a)
		q, _ := c.index.Entry(b)
		return p.Compare(q)
	})
}

// judged is what a worker found of a posting, with the versions of all that it
// looked at for it.
type judged struct {
	geo.Finding
	versions map[int64]int64
}

// work judges blocks until there are no more.
func (c *crowd) work(ctx context.Context, blocks <-chan []int64, found chan<- judged) error {
	for block := range blocks {
		partners, err := c.partners(ctx, block)
		if err != nil {
			return err
		}
		for i, id := range block {
			j, err := c.judge(ctx, id, partners[i])
			if err != nil {
				return err
			}
			select {
			case found <- j:
			case <-ctx.Done():
				return ctx.Err()
			}
		}
	}
	return nil
}

// partners returns the partners that each of a block may have, and holds them
// all in memory.
func (c *crowd) partners(ctx context.Context, block []int64) ([][]int64, error) {
	if err := c.hold(ctx, block); err != nil {
		return nil, err
	}
	out := make([][]int64, len(block))
	var all []int64
	for i, id := range block {
		of, there := c.held.GetIfPresent(id)
		if !there {
			continue // it was withdrawn meanwhile
		}
		entry, known := c.index.Entry(id)
		if !known {
			continue
		}
		q := c.query(*of)
		ids := c.index.Partners(nearby.Query{Of: entry, Codes: q.Codes, Classes: q.Classes, Each: q.Each})
		if len(ids) < q.Each { // others are taken whose words are alike
			q.Of = *of
			alike, err := c.x.store.Alike(ctx, q)
			if err != nil {
				return nil, fmt.Errorf("postings like %d: %w", id, err)
			}
			ids = append(ids, alike...)
			slices.Sort(ids)
			ids = slices.Compact(ids)
		}
		out[i] = ids
		all = append(append(all, ids...), c.watchers[id]...)
	}
	slices.Sort(all)
	return out, c.hold(ctx, slices.Compact(all))
}

// query returns what posting of is to be asked for, without it.
func (c *crowd) query(of geo.Posting) geo.CandidateQuery {
	key := queryKey{of.Role, of.Material, of.Firm.NACE}
	q, known := c.queries.GetIfPresent(key)
	if !known {
		q = c.x.candidatesOf(of, nearestEach)
		q.Of = geo.Posting{}
		c.queries.Set(key, q)
	}
	return q
}

// hold reads postings that are not held yet.
func (c *crowd) hold(ctx context.Context, ids []int64) error {
	var missing []int64
	for _, id := range ids {
		if _, there := c.held.GetIfPresent(id); !there {
			missing = append(missing, id)
		}
	}
	if len(missing) == 0 {
		return nil
	}
	read, err := c.x.store.PostingsOf(ctx, missing)
	for i := range read {
		c.held.Set(read[i].ID, &read[i])
	}
	return err
}

// judge finds the matches of one posting, given its partners.
func (c *crowd) judge(ctx context.Context, id int64, partners []int64) (judged, error) {
	of, there := c.held.GetIfPresent(id)
	if !there {
		return judged{Finding: geo.Finding{Of: id}}, nil
	}
	candidates := make([]geo.Candidate, 0, len(partners)+len(c.watchers[id]))
	take := func(id int64, found bool) {
		if p, there := c.held.GetIfPresent(id); there {
			candidates = append(candidates, geo.Candidate{Posting: *p, Found: found})
		}
	}
	for _, p := range partners {
		take(p, true)
	}
	for _, p := range c.watchers[id] {
		if e, known := c.index.Entry(p); known && !e.Hidden && e.Firm != of.FirmID && !slices.Contains(partners, p) {
			take(p, false)
		}
	}
	f, err := c.x.best(ctx, *of, candidates, mostMatches)
	if err != nil {
		return judged{}, err
	}
	c.claim(&f)
	if err := c.x.showAll(ctx, *of, candidates, &f); err != nil {
		return judged{}, err
	}
	versions := map[int64]int64{id: of.Version}
	for _, candidate := range candidates {
		versions[candidate.Posting.ID] = candidate.Posting.Version
	}
	return judged{f, versions}, nil
}

// claim notes whom f's posting found, and leaves in its best the matches that
// none of them stores: every match is stored by the first of its two sides.
func (c *crowd) claim(f *geo.Finding) {
	f.Found = make([]int64, len(f.Best))
	for i, m := range f.Best {
		f.Found[i] = m.SourceID + m.SinkID - f.Of
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	c.listed[f.Of] = f.Found
	f.Best = slices.DeleteFunc(f.Best, func(m geo.Match) bool { return slices.Contains(c.listed[m.SourceID+m.SinkID-f.Of], f.Of) })
}

// store stores what is found, and returns how many matches the postings found.
func (c *crowd) store(ctx context.Context, found <-chan judged, told func(postings int)) (int, error) {
	n := 0
	var fs []geo.Finding
	versions := map[int64]int64{}
	var again []int64 // whose partner changed, which was to store their match
	flush := func() error {
		if len(fs) == 0 {
			return nil
		}
		left, err := c.x.store.ReplaceMany(ctx, fs, versions)
		if err != nil {
			return fmt.Errorf("matches of %d postings: %w", len(fs), err)
		}
		for _, f := range fs {
			if slices.Contains(left, f.Of) {
				again = append(again, f.Found...)
			}
		}
		told(len(fs))
		c.x.memory.scopes.InvalidateAll()
		fs, versions = nil, map[int64]int64{}
		return nil
	}
	for f := range found {
		if len(f.versions) == 0 {
			told(1) // it was withdrawn meanwhile
			continue
		}
		n += len(f.Found)
		fs = append(fs, f.Finding)
		for id, v := range f.versions {
			versions[id] = v
		}
		if len(fs) == storedOnce {
			if err := flush(); err != nil {
				return n, err
			}
		}
	}
	if err := flush(); err != nil || len(again) == 0 {
		return n, err
	}
	return n, c.x.store.ForgetMatched(ctx, again)
}
