package main

import (
	"context"
	"errors"
	"fmt"
	"runtime/debug"
	"time"

	"simbiyoz/geo"
)

type matchCmd struct {
	Rebuild rebuildCmd `cmd:"" help:"Find the matches of every resource anew, on all cores."`
}

type rebuildCmd struct {
	Resume bool `help:"Go on where a rebuild, or a server's sweep, was stopped."`
}

// A rebuild leaves little of what it makes in memory: to look for the rest took
// a quarter of its time. The garbage may be four times that, up to some bytes.
const (
	garbageShare = 400
	garbageUpTo  = 700 << 20
)

// Run finds the matches of every resource anew or, to resume, of those that
// are due.
func (cmd rebuildCmd) Run(ctx context.Context, cfg *config, s streams) (err error) {
	h, err := openBeside(ctx, cfg, cfg.logger(s.err))
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, h.Close()) }()
	if h.engine == nil {
		if err := h.roads.Quicken(ctx); err != nil {
			return err
		}
	}
	n, err := h.x.Counts(ctx)
	if err != nil {
		return err
	}
	find, all := h.x.Rebuild, n.Sources+n.Sinks
	if cmd.Resume {
		find, all = h.x.Sweep, n.Pending
	}
	debug.SetGCPercent(garbageShare)
	debug.SetMemoryLimit(garbageUpTo)
	start := time.Now()
	told, done := countdown(s.err, "matching", all)
	found, err := find(geo.As(ctx, "system"), told)
	done()
	if err != nil {
		return err
	}
	took := time.Since(start)
	_, err = fmt.Fprintf(s.out, "%d resources, %d matches found in %s: %.0f a second\n",
		all, found, took.Round(time.Millisecond), float64(found)/took.Seconds())
	return err
}
