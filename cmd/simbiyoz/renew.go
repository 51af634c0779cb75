package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/signal"
	"syscall"
	"time"

	"simbiyoz/geo"
	"simbiyoz/geo/road"
)

// lookEvery is how often the roads' file is looked at.
const lookEvery = 2 * time.Second

// watchRoads swaps the roads in, without dropping a question, whenever another
// file has taken the place of SIMBIYOZ_ROADS. A SIGHUP reads the file again and
// takes it in spite of doubts. The channel is closed when ctx has ended that.
func (h *house) watchRoads(ctx context.Context, every time.Duration) <-chan struct{} {
	ended := make(chan struct{})
	if h.cfg.roads == "" {
		close(ended)
		return ended
	}
	hangup := make(chan os.Signal, 1)
	signal.Notify(hangup, syscall.SIGHUP)
	seen := stamp(h.cfg.roads)
	go func() {
		defer close(ended)
		defer signal.Stop(hangup)
		tick := time.NewTicker(every)
		defer tick.Stop()
		for {
			force := false
			select {
			case <-ctx.Done():
				return
			case <-hangup:
				force = true
			case <-tick.C:
			}
			now := stamp(h.cfg.roads)
			if force || now != seen && now != (fileStamp{}) {
				seen = now
				h.renewRoads(ctx, force)
			}
		}
	}()
	return ended
}

// fileStamp tells one state of a file from another.
type fileStamp struct {
	inode uint64
	size  int64
	time  time.Time
}

// stamp returns the state of a file, zero when there is none just now.
func stamp(name string) fileStamp {
	i, err := os.Stat(name)
	if err != nil {
		return fileStamp{}
	}
	s := fileStamp{size: i.Size(), time: i.ModTime()}
	if sys, ok := i.Sys().(*syscall.Stat_t); ok {
		s.inode = sys.Ino
	}
	return s
}

// renewRoads puts the network of the roads' file in place of the one that
// answers, if it is fit, and has all matches computed anew.
func (h *house) renewRoads(ctx context.Context, force bool) {
	start := time.Now()
	r, err := h.takeRoads(ctx, force)
	switch {
	case errors.Is(err, context.Canceled):
	case err != nil:
		h.log.WarnContext(ctx, "new roads refused", "error", err, "version", r.Version)
	default:
		h.log.InfoContext(ctx, "new roads taken", "version", r.Version, "nodes", r.Nodes, "connected", r.Connected, "doubts", r.Doubts(),
			"took_s", time.Since(start).Seconds())
	}
}

func (h *house) takeRoads(ctx context.Context, force bool) (road.Report, error) {
	g, err := h.cfg.marks().Open(h.cfg.roads)
	if err != nil {
		h.roads.Note(geo.NetworkUpdate{At: time.Now(), Reasons: []string{err.Error()}})
		return road.Report{}, err
	}
	r, err := h.roads.Renew(ctx, g, force)
	if err != nil {
		return r, err
	}
	if err := h.catchUp(ctx); err != nil {
		return r, fmt.Errorf("matches: %w", err)
	}
	return r, nil
}
